"""References of sagas, journeys and the like that lead nowhere; names that collide; values that contradict."""

from __future__ import annotations

from spec_mistakes import Mistake, system

_TWO = "orders: {api: rest}\npayments: {api: grpc, publishes: [PaymentMade]}\n"
_CONTEXTS = "contexts:\n  sales: {types: {Line: {n: int}}, events: {Sold: {}}}\n"
_SAGA = "sagas:\n  buy:\n    trigger: PaymentMade\n    steps:\n"

MISTAKES = (
    Mistake(
        "coordinator",
        system(_TWO, "sagas: {buy: {trigger: PaymentMade, coordinator: «order», steps: []}}\n"),
        "no service `order`",
        "`orders`",
    ),
    Mistake(
        "trigger",
        system(_TWO, "sagas: {buy: {trigger: «PaymentDone», steps: []}}\n"),
        "no event `PaymentDone`",
        "`PaymentMade`",
    ),
    Mistake(
        "command of a step",
        system(_TWO, _SAGA + "      - {name: pay, do: «payments.Pay»}\n"),
        "called `Pay`",
        "`CreatePayment`",
    ),
    Mistake(
        "compensation of a step",
        system(_TWO, _SAGA + "      - {name: pay, do: payments.CreatePayment, compensate: «payments.DeletePaymnt»}\n"),
        "called `DeletePaymnt`",
        "`payments.DeletePayment`",
    ),
    Mistake(
        "query as a step",
        system(_TWO, _SAGA + "      - {name: pay, do: «payments.GetPayment»}\n"),
        "`payments.GetPayment` is a query",
        "`kind: command`",
    ),
    Mistake(
        "step twice",
        system(
            _TWO,
            _SAGA
            + "      - {name: pay, do: payments.CreatePayment}\n      - «{name: pay, do: payments.DeletePayment}»\n",
        ),
        "`pay` stands twice",
        "drop one",
    ),
    Mistake(
        "field of a step",
        system(_TWO, _SAGA + "      - {name: pay, do: payments.DeletePayment, with: {«idd»: id}}\n"),
        "`idd`",
        "`id`",
    ),
    Mistake(
        "entry of a journey",
        system(_TWO, "journeys: {buy: {entry: «orders.CreateOrdr»}}\n"),
        "called `CreateOrdr`",
        "`orders.CreateOrder`",
    ),
    Mistake(
        "actor of a journey",
        system(_TWO, "actors: {customer: buys}\njourneys: {buy: {actor: «custmer», entry: orders.CreateOrder}}\n"),
        "no actor `custmer`",
        "`customer`",
    ),
    Mistake(
        "promotion",
        system("orders: {}", "environments: {dev: {}, prod: {promote_from: «devv»}}\n"),
        "no environment `devv`",
        "`dev`",
    ),
    Mistake(
        "promotion in a circle",
        system("orders: {}", "environments: {dev: {promote_from: «dev»}}\n"),
        "in the end",
        "chain",
    ),
    Mistake(
        "override",
        system("orders: {}", "environments: {prod: {overrides: {«ordrs»: {}}}}\n"),
        "no service `ordrs`",
        "`orders`",
    ),
    Mistake(
        "object of a decision",
        system("orders: {}", 'decisions: {"0001": {title: a, because: b, affects: [«orderz»]}}\n'),
        "no object `orderz`",
        "`orders`",
    ),
    Mistake(
        "object of an experiment",
        system("orders: {}", "experiments: {slow: {on: «ordrs», fault: down}}\n"),
        "no object `ordrs`",
        "`orders`",
    ),
    Mistake(
        "experiment on no dependency",
        system("orders: {}", "experiments: {slow: {on: «platform.mesh», fault: down}}\n"),
        "is not a dependency",
        "a service",
    ),
    Mistake(
        "service and external",
        system("orders: {}", "externals:\n  «orders»: {}\n"),
        "a service and an external system",
        "rename one",
    ),
    Mistake(
        "operations alike",
        system("orders: {api: {operations: {GetOrder: {}, «GETOrder»: {}}}}"),
        "differ in case or separators only",
        "rename one",
    ),
    Mistake(
        "service like the system",
        system("«shop»: {}", "platform: {layout: multi-repo}\n"),
        "has the name of the system",
        "rename one",
    ),
    Mistake("event listed twice", system("orders: {publishes: [Sold, «Sold»]}"), "`Sold` stands twice", "drop one"),
    Mistake(
        "weights of versions",
        system("orders: {api: rest, «versions»: {v1: {weight: 90%}, v2: {weight: 20%}}}"),
        "add up to 110%",
        "change a weight",
    ),
    Mistake(
        "one path for two operations",
        system("orders: {api: {operations: {A: {http: 'GET /o/{id}'}, B: {http: «'GET /o/{key}'»}}}}"),
        "`A` answers at this method",
        "another path",
    ),
    Mistake(
        "input beside a contract",
        system("orders: {api: {contract: c.proto, operations: {Pay: {«input»: Order}}}}"),
        "the contract says what the input is",
        "drop `input`",
    ),
    Mistake(
        "type and aggregate of one name",
        system("orders: {context: sales, aggregates: {«Line»: {}}}", _CONTEXTS),
        "give one class `Line`",
        "rename one",
    ),
    Mistake(
        "operation and handler of one name",
        system("orders: {api: {operations: {«OnSold»: {}}}, publishes: [Sold], subscribes: [Sold]}"),
        "give one module `on_sold`",
        "rename one",
    ),
    Mistake(
        "fewest pods above most",
        system("orders: {scaling: {min: «5», max: 3}}"),
        "`min` is 5, above `max` with 3",
        "exchange",
    ),
    Mistake(
        "upcast of a version to come",
        system("orders: {}", "contexts: {a: {events: {Sold: {version: 2, upcasts: [«2»]}}}}\n"),
        "not older than version 2",
        "older",
    ),
    Mistake(
        "default outside an alias",
        system(
            "orders: {context: sales, aggregates: {Order: {fields: {state: State «default=open»}}}}",
            "contexts: {sales: {types: {State: enum(draft|paid)}}}\n",
        ),
        "does not fit `State`",
        "`draft`",
    ),
)
