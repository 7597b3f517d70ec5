"""References inside services and contexts that lead nowhere."""

from __future__ import annotations

from spec_mistakes import Mistake, operation, system

_TWO = "orders: {api: rest}\npayments: {api: grpc, publishes: [PaymentMade]}\n"
_CONTEXTS = "contexts:\n  sales: {types: {Line: {n: int}}, events: {Sold: {}}}\n"

MISTAKES = (
    Mistake(
        "target of a call",
        system(_TWO + "shop: {calls: [«paymnts»]}"),
        "no service or external system `paymnts`",
        "`payments`",
    ),
    Mistake(
        "operation of a call",
        system(_TWO + "shop: {calls: [«payments.CreatePaymnt»]}"),
        "called `CreatePaymnt`",
        "`payments.CreatePayment`",
    ),
    Mistake(
        "service of an operation",
        system(_TWO + "shop: {calls: [«paymnts.CreatePayment»]}"),
        "no service `paymnts`",
        "`payments",
    ),
    Mistake(
        "target without operations",
        system("orders: {calls: [«mailer»]}\nmailer: {}"),
        "`mailer` has no operations",
        "`api: rest`",
    ),
    Mistake(
        "operation of an external",
        system("orders: {calls: [«psp.Pay»]}", "externals: {psp: {}}\n"),
        "the external system `psp` has no operations",
        "`psp`",
    ),
    Mistake(
        "callee of a fallback",
        system(_TWO + "shop: {calls: [{to: payments, fallback: {kind: call, to: «order.GetOrder»}}]}"),
        "no service `order`",
        "`orders`",
    ),
    Mistake(
        "fallback without callee",
        system(_TWO + "shop: {calls: [{to: payments, fallback: «call»}]}"),
        "needs a callee",
        "`to: service.Operation`",
    ),
    Mistake(
        "field of a callee",
        system(_TWO + "shop: {calls: [{to: payments.GetPayment, with: {«idd»: id}}]}"),
        "no field in the input of `payments.GetPayment` `idd`",
        "`id`",
    ),
    Mistake(
        "field of a caller",
        operation("{input: {total: money}, calls: [{to: orders.PlaceOrder, with: {total: «totl»}}]}"),
        "no field of `orders.PlaceOrder` `totl`",
        "`total`",
    ),
    Mistake(
        "event of a subscription",
        system(_TWO + "shop: {subscribes: [«PaymentMad»]}"),
        "no event `PaymentMad`",
        "`PaymentMade`",
    ),
    Mistake(
        "event in its long form",
        system(_TWO + "shop: {subscribes: [{event: «PaymntMade»}]}"),
        "no event `PaymntMade`",
        "`PaymentMade`",
    ),
    Mistake(
        "event of a context without it",
        system(_TWO + "shop: {subscribes: [«orders.PaymentMade»]}"),
        "the context `orders` has no event",
        "`payments.PaymentMade`",
    ),
    Mistake(
        "event of an aggregate",
        system("orders: {aggregates: {Order: {events: [«OrderPlaced»]}}}"),
        "no event `OrderPlaced`",
        "`publishes`",
    ),
    Mistake(
        "event that two contexts have",
        system("shop: {subscribes: [«Sold»]}", "contexts: {a: {events: {Sold: {}}}, b: {events: {Sold: {}}}}\n"),
        "several contexts have an event `Sold`",
        "`a.Sold` or `b.Sold`",
    ),
    Mistake(
        "reply of another service",
        system(_TWO + "shop: {publishes: [Sent], calls: [{to: payments, await_reply: «Sent»}]}"),
        "`payments` does not publish `Sent`",
        "event of the callee",
    ),
    Mistake(
        "source of a read model",
        system(_TWO + "views: {read_models: {view: {sources: [«PaymentMde»]}}}"),
        "no event `PaymentMde`",
        "`PaymentMade`",
    ),
    Mistake(
        "served operation",
        system("views: {api: rest, publishes: [Sold], read_models: {view: {sources: [Sold], serves: [«GetVeiw»]}}}"),
        "operation of `views` called `GetVeiw`",
        "`GetView`",
    ),
    Mistake("context of a service", system("orders: {context: «sals»}", _CONTEXTS), "no context `sals`", "`sales`"),
    Mistake(
        "context nobody declares", system("orders: {context: «sales»}"), "no context `sales`", "`contexts: {sales: {}}`"
    ),
    Mistake(
        "context of an aggregate",
        system("orders: {aggregates: {Order: {context: «sals»}}}", _CONTEXTS),
        "no context `sals`",
        "`sales`",
    ),
    Mistake(
        "owner of a context",
        system("orders: {}", "teams: {money-team: {}}\ncontexts: {sales: {owner: «mony-team»}}\n"),
        "no team `mony-team`",
        "`money-team`",
    ),
    Mistake("owner of a service", system("orders: {owner: «ops»}"), "no team `ops`", "`teams: {ops: {}}`"),
    Mistake(
        "shared type",
        system("orders: {}", "contexts: {sales: {types: {Line: {n: int}}, shared: [«Lines»]}}\n"),
        "no type of `sales` called `Lines`",
        "`Line`",
    ),
    Mistake(
        "entity",
        system("orders: {context: sales, aggregates: {Order: {entities: [«Lin»]}}}", _CONTEXTS),
        "called `Lin`",
        "`Line`",
    ),
    Mistake(
        "type of another context",
        system("orders: {context: money, aggregates: {Order: {fields: {line: «Line»}}}}", _CONTEXTS + "  money: {}\n"),
        "called `Line`",
        "`Line` is a type of `sales`: across contexts use its id",
    ),
    Mistake(
        "type of the only context, in a service that names none",
        system("orders: {aggregates: {Order: {fields: {line: «Line»}}}}", _CONTEXTS),
        "called `Line`",
        "`Line` is a type of `sales`: write `context: sales` at `services.orders`",
    ),
    Mistake(
        "side of a relation",
        system("orders: {}", _CONTEXTS + "context_map: [{upstream: «sale», downstream: orders}]\n"),
        "no context `sale`",
        "`sales`",
    ),
    Mistake(
        "relation with itself",
        system("orders: {}", _CONTEXTS + "context_map: [{upstream: sales, downstream: «sales»}]\n"),
        "not downstream of itself",
        "other side",
    ),
    Mistake(
        "aggregate that is written", operation("{writes: [«Ordr»]}"), "aggregate of `orders` called `Ordr`", "`Order`"
    ),
    Mistake(
        "aggregate of another service",
        system("orders: {api: {operations: {GetOrder: {reads: [«payments.Paymnt»]}}}}\npayments: {api: rest}"),
        "aggregate of `payments` called `Paymnt`",
        "`Payment`",
    ),
    Mistake(
        "idempotency key", operation("{input: {order_id: uuid}, idempotency_key: «ordr_id»}"), "`ordr_id`", "`order_id`"
    ),
    Mistake("probe", system("orders: {probes: {readiness: [«stor»]}}"), "no dependency `stor`", "`store`"),
    Mistake(
        "probe of the defaults",
        system("orders: {}", "defaults: {probes: {liveness: [«brokr»]}}\n"),
        "no dependency `brokr`",
        "`broker`",
    ),
)
