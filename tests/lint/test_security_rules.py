"""Rules of security beyond their pages: each case is one clause, and what is just not bad."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from ruled_designs import HEADER, found, mended, offered, text

from msgen.lint.looking import Looking
from msgen.lint.registry import rule
from msgen.spec import read_text

SHOP = """\
services:
  orders:
    api: {protocol: rest, operations: {Place: {kind: command, http: POST /orders}, Get: {http: "GET /orders/{id}"}}}
    calls:
      - {to: payments.Pay, fallback: {kind: call, to: payments.Later}}
      - {to: psp, fallback: ignore}
      - {to: payments.Ask, fallback: {kind: call, to: bank}}
    store: none
  payments: {api: {protocol: grpc, operations: {Pay: {kind: command}, Later: {kind: command}, Void: {kind: command}, Ask: {}}}}
  mails: {store: none}
sagas:
  buy: {coordinator: mails, trigger: Bought, steps: [{name: pay, do: payments.Pay, compensate: payments.Void}]}
  dance: {style: choreography, trigger: Bought, steps: [{name: pay, do: payments.Pay}]}
  ask: {coordinator: mails, trigger: Bought, steps: [{name: ask, do: payments.Ask}]}
externals: {psp: {}, bank: {}}
"""
PAY, LATER, VOID = (f"/shop.payments.v1.PaymentsService/{name}" for name in ("Pay", "Later", "Void"))


def permission(*callers: str, **operation: list[str]) -> dict[str, Any]:
    """One rule of a policy."""
    principals = [caller if caller == "*" else f"cluster.local/ns/shop/sa/{caller}" for caller in callers]
    sources: dict[str, Any] = {"from": [{"source": {"principals": principals}}]} if callers else {}
    return {**sources, "to": [{"operation": operation}]} if operation else sources


def policy(service: str, *rules: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {
        "apiVersion": "security.istio.io/v1",
        "kind": "AuthorizationPolicy",
        "metadata": {"name": service},
        "spec": {"selector": {"matchLabels": {"app.kubernetes.io/name": service}}, "rules": list(rules)},
        **others,
    }


def under_policies(*policies: dict[str, Any], design: str = SHOP) -> dict[str, str]:
    one = rule("SEC03")
    assert one is not None
    design = (
        design if "Bought" not in design else design.replace("store: none}\n", "store: none, publishes: [Bought]}\n")
    )
    looking = Looking(date(2026, 1, 1), rules=(one,), manifests={"policies.yaml": policies})
    _, result = looking(read_text(HEADER + design))
    return {finding.object_path: finding.smell.message for finding in result.open}


DESIGNED = (
    permission("orders", methods=["POST"], paths=[PAY]),
    permission("orders", methods=["POST"], paths=[LATER]),
    permission("mails", methods=["POST"], paths=[PAY, VOID]),
)


def test_policies_with_the_edges_of_the_design_are_right() -> None:
    assert under_policies(policy("payments", *DESIGNED)) == {}


@pytest.mark.parametrize(
    "rules",
    [
        (),
        (permission(methods=["GET"], paths=["/livez", "/readyz", "/startupz", "/metrics"]),),
        ({"from": [{"source": {"namespaces": ["istio-ingress"]}}]},),
        (permission("orders", methods=["GET"], paths=[PAY]),),
    ],
)
def test_what_is_no_edge_between_services_is_left_alone(rules: tuple[dict[str, Any], ...]) -> None:
    assert under_policies(policy("payments", *rules)) == {}


@pytest.mark.parametrize(
    ("callee", "permitted", "edges"),
    [
        ("payments", permission("mails", methods=["POST"], paths=[LATER]), "1 of 1: mails->payments.Later"),
        ("payments", permission("orders", paths=["/shop.payments.v1.PaymentsService/*"]), "1 of 4: orders->payments.Void"),
        ("payments", permission("orders", methods=["POST"]), "1 of 4: orders->payments.Void"),
        ("payments", permission("orders"), "1 of 4: orders->payments.Void"),
        ("payments", permission("orders", paths=["/v1/pay"]), "1 of 1: orders->payments/v1/pay"),
        ("orders", permission("mails", paths=["/shop.orders.v1.OrdersService/Get"]), "1 of 1: mails->orders/shop.orders.v1."
         "OrdersService/Get"),
        ("payments", permission("orders", paths=["/admin"]), "1 of 1: orders->payments/admin"),
        ("payments", permission("*", paths=[PAY]), "1 of 1: anyone->payments.Pay"),
        ("payments", permission(methods=["POST"], paths=[PAY]), "1 of 1: anyone->payments.Pay"),
        ("orders", permission("mails", methods=["GET"], paths=["/v1/orders/{*}"]), "1 of 1: mails->orders.Get"),
        ("orders", permission("mails", methods=["POST", "GET"], paths=["/v1/orders"]), "1 of 1: mails->orders.Place"),
        ("payments", permission(*"abc", paths=[PAY, LATER]), "6 of 6: a->payments.Later, a->payments.Pay, "
         "b->payments.Later, b->payments.Pay, c->payments.Later and 1 more"),
        ("payments", permission(*"abcde", paths=[PAY]), "5 of 5: a->payments.Pay, b->payments.Pay, c->payments.Pay, "
         "d->payments.Pay, e->payments.Pay"),
    ],
)  # fmt: skip
def test_a_policy_with_an_edge_that_the_design_lacks(callee: str, permitted: dict[str, Any], edges: str) -> None:
    message = edges.replace(":", " edges that policies allow are not in the design:", 1)

    assert under_policies(policy(callee, permitted)) == {"platform.mesh": message}


@pytest.mark.parametrize(
    "other",
    [
        policy("payments", permission("mails"), kind="NetworkPolicy"),
        policy("payments", permission("mails"), apiVersion="policy.linkerd.io/v1alpha1"),
        policy("broker", permission("mails")),
        policy("payments", permission("mails"), spec={"rules": [{}]}),
        policy("payments", spec={}),
        policy("payments", spec={"selector": {"matchLabels": {"app.kubernetes.io/name": "payments"}}}),
        policy("payments", spec=None),
        policy("payments", spec={
            "action": "DENY", "selector": {"matchLabels": {"app.kubernetes.io/name": "payments"}}, "rules": [{}],
        }),
    ],
)  # fmt: skip
def test_what_is_no_policy_on_a_service_is_left_alone(other: dict[str, Any]) -> None:
    assert under_policies(other) == {}


def test_both_reasons_to_let_in_too_many_become_one_finding() -> None:
    design = f"{SHOP}platform: {{mesh: {{authorization: allow-all}}}}\n"

    assert under_policies(policy("payments", permission("mails", paths=[LATER])), design=design) == {
        "platform.mesh": "`authorization` is `allow-all`: every service may call every other; 1 of 1 edges that "
        "policies allow are not in the design: mails->payments.Later"
    }


@pytest.mark.parametrize(
    ("mesh", "steps"),
    [
        ("{kind: none}", ["set `kind` to `istio`"]),
        ("{mtls: permissive}", ["set `mtls` to `strict`"]),
        ("{kind: none, mtls: permissive}", ["set `kind` to `istio` and `mtls` to `strict`"]),
        ("{kind: linkerd}", []),
    ],
)
def test_each_reason_for_plain_text_is_mended(mesh: str, steps: list[str]) -> None:
    design = f"services: {{orders: {{api: rest}}}}\nplatform: {{mesh: {mesh}}}\n"

    assert [step for step, _ in offered("SEC02", design)] == steps
    assert mended("SEC02", design).result.open == ()


ANSWERS = """\
contexts: {sales: {}}
services:
  orders: {api: rest, calls: [accounts.Ask], publishes: [Placed]}
  accounts:
    context: sales
    api: {operations: {Ask: {kind: query, INPUT, OUTPUT}}}
    aggregates: {Customer: {AGGREGATE}}
    publishes: [Seen]
    subscribes: [Placed]
    read_models: {buyer-view: {sources: [Seen], fields: {FIELDS}}}
"""


@pytest.mark.parametrize(
    ("input_", "output", "aggregate", "fields", "message"),
    [
        ("{name: string}", "{id: uuid}", "", "", None),
        ("{name: string pci}", "{id: uuid}", "", "", "PCI data in its input crosses to or from the context `orders`"),
        ("{name: string pii}", "{card: string pci}", "", "",
         "PII and PCI data in its input and output crosses to or from the context `orders`"),
        ("{name: string}", "Customer", "fields: {name: string}", "", None),
        ("{name: string}", "Customer", "fields: {name: string pii}", "",
         "PII in its output crosses to or from the context `orders`"),
        ("{name: string}", "Customer", "contains: [pii]", "", "PII in its output crosses to or from the context `orders`"),
        ("{name: string}", "Customer", "contains: [], fields: {name: string pii}", "", None),
        ("{name: string}", "{all: list(Customer)}", "contains: [pci]", "",
         "PCI data in its output crosses to or from the context `orders`"),
    ],
)  # fmt: skip
def test_what_an_operation_tells_another_context(
    input_: str, output: str, aggregate: str, fields: str, message: str | None
) -> None:
    design = ANSWERS.replace("INPUT", f"input: {input_}").replace("OUTPUT", f"output: {output}")
    design = design.replace("AGGREGATE", aggregate).replace("FIELDS", fields)

    assert found("SEC05", design).get("accounts.Ask") == message


HEARD = """\
contexts: {sales: {events: {Placed: {key: order_id, fields: {order_id: uuid, MARKED}}, Stored: {}}}, desk: {}}
services:
  orders: {context: sales, api: rest, publishes: [Placed, Stored]}
  mails: {context: sales, subscribes: [Placed]}
"""


@pytest.mark.parametrize(
    ("listener", "crosses"),
    [
        ("", False),
        ("  view: {context: sales, api: rest, read_models: {all: {sources: [Placed]}}}\n", False),
        ("  view: {context: desk, api: rest, read_models: {all: {sources: [Placed]}}}\n", True),
        ("  view: {context: desk, subscribes: [Placed]}\n", True),
        ("  view: {context: desk, api: rest, calls: [{to: orders, await_reply: Placed}]}\n", True),
        ("  view: {context: desk, api: rest, calls: [{to: orders, await_reply: Stored}]}\n", False),
        ("  view: {context: desk, api: {operations: {Take: {idempotent: true}}}}\n"
         "sagas: {buy: {trigger: Placed, steps: [{name: take, do: view.Take}]}}\n", False),
        ("  view: {context: desk, api: {operations: {Take: {idempotent: true}}}}\n"
         "sagas: {buy: {trigger: Placed, coordinator: view, steps: [{name: take, do: view.Take}]}}\n", True),
        ("  view: {context: desk, api: {operations: {Take: {idempotent: true}}}}\n"
         "sagas: {buy: {trigger: Placed, style: choreography, steps: [{name: take, do: view.Take}]}}\n", False),
    ],
)  # fmt: skip
def test_who_hears_an_event_in_another_context(listener: str, crosses: bool) -> None:
    design = HEARD.replace("MARKED", "name: string pii") + listener

    assert bool(found("SEC05", design)) == crosses


def test_several_contexts_are_named_once_each() -> None:
    design = HEARD.replace("MARKED", "name: string pii") + (
        "  view: {context: desk, subscribes: [Placed]}\n  log: {context: desk, subscribes: [Placed]}\n"
        "  bill: {subscribes: [Placed]}\n"
    )
    assert list(found("SEC05", design).values()) == ["PII in its payload reaches the contexts `desk`, `bill`"]


@pytest.mark.parametrize(
    ("payload", "after"),
    [
        ("fields: {order_id: uuid, name: string pii}", "fields: {order_id: uuid}"),
        ("fields: {order_id: uuid, name: string pii}, contains: [pii]", "fields: {order_id: uuid}"),
        ("contains: [pii]", "key: order_id"),
    ],
)
def test_an_event_is_mended_by_leaving_data_out(payload: str, after: str) -> None:
    design = (
        HEARD.replace("fields: {order_id: uuid, MARKED}", payload) + "  view: {context: desk, subscribes: [Placed]}\n"
    )

    result = mended("SEC05", design)

    assert result.result.open == ()
    assert after in text(result)


def test_a_key_that_tells_something_takes_a_person() -> None:
    design = HEARD.replace("key: order_id, fields: {order_id: uuid, MARKED}", "key: email, fields: {email: email pii}")

    assert offered("SEC05", design + "  view: {context: desk, subscribes: [Placed]}\n") == [
        ("choose a key that tells nothing, an id, in place of `email`", False),
        ("let it cross on purpose, and say why in a waiver", False),
    ]


@pytest.mark.parametrize(
    ("field", "is_secret"),
    [
        ("PASSWORD: string", True),
        ("DB_PASSWORD: string(1..80)?", True),
        ("PASSWORD_FILE: string", False),
        ("BYPASSWORD: string", False),
        ("STRIPE_API_KEY: string", True),
        ("PUBLIC_KEY: string", False),
        ("SIGNING_KEY: bytes", True),
        ("CREDENTIALS: json", True),
        ("CALLBACK_TOKEN: url", True),
        ("MAX_TOKENS: int default=5", False),
        ("WITH_SECRET: bool default=true", False),
        ("MODES: list(string)", False),
        ("DSN: url default=postgres://app:hunter2@db/orders", True),
        ("DSN: url default=postgres://app@db/orders", False),
        ("ACCESS: string default=AKIAIOSFODNN7EXAMPLE", True),
        ("BUILD: string default=ghp_16C7e42F292c6912E7710c838347Ae178B4a", True),
        ("PEM: {type: string, default: '-----BEGIN RSA PRIVATE KEY----- MIIE'}", True),
        ("BEARER: string default=eyJhbGciOi.eyJzdWIiOi.sig", True),
        ("SALT: string default=q8ZpL3vXk9TtR2mYw7NcJ5dHs4BgF6aE", True),
        ("TRACE: string default=4bf92f3577b34da6a3ce929d0e0e4736", False),
    ],
)
def test_what_looks_like_a_secret(field: str, is_secret: bool) -> None:
    design = f"services: {{orders: {{api: rest, config: {{{field}}}}}}}\n"

    assert list(found("SEC06", design)) == (["orders.config"] if is_secret else [])


def test_a_secret_moves_and_is_listed_once() -> None:
    design = "services:\n  orders: {api: rest, config: {SMTP_TOKEN: string, LANG: string}, secrets: [API_KEY]}\n"
    listed = design.replace("[API_KEY]", "[SMTP_TOKEN]")

    assert text(mended("SEC06", design)) == (
        "services:\n  orders: {api: rest, config: {LANG: string}, secrets: [API_KEY, SMTP_TOKEN]}\n"
    )
    assert text(mended("SEC06", listed)) == (
        "services:\n  orders: {api: rest, config: {LANG: string}, secrets: [SMTP_TOKEN]}\n"
    )


CARDS = """\
contexts: {sales: {events: {Paid: {key: id, fields: {id: uuid, card: string pci}}, Seen: {}}}}
services:
  payments: {context: sales, api: rest, aggregates: {Payment: {fields: {card: string pci}}}}
"""


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ("  orders: {api: rest}\n", None),
        ("  orders: {api: rest, aggregates: {Card: {contains: [pci]}}}\n", "it keeps `Card`"),
        ("  orders: {api: rest, aggregates: {Card: {contains: [pii]}}}\n", None),
        ("  orders: {api: rest, read_models: {cards: {sources: [Seen], fields: {card: string pci}}}}\n",
         "it keeps `cards`"),
        ("  orders: {api: rest, read_models: {cards: {sources: [Seen], fields: {card: string pii}}}}\n", None),
        ("  orders: {api: {operations: {Sum: {kind: query, reads: [payments.Payment]}}}}\n",
         "`Sum` uses `payments.Payment`"),
        ("  orders: {api: {operations: {Sum: {kind: command, writes: [payments.Payment]}}}}\n",
         "`Sum` uses `payments.Payment`"),
        ("  orders: {api: rest, publishes: [sales.Paid]}\n", "`Paid` carries it"),
        ("  orders: {api: rest, publishes: [sales.Seen], subscribes: [Seen]}\n", None),
        ("  orders: {api: rest, subscribes: [Paid]}\n", "`Paid` carries it"),
        ("  orders: {api: {operations: {Pay: {kind: command, input: {card: string pci}, output: {id: uuid}}}}}\n",
         "`orders.Pay` exchanges it"),
        ("  orders: {api: {operations: {Pay: {kind: command, input: {id: uuid}, output: {card: string pci}}}}}\n",
         "`orders.Pay` exchanges it"),
    ],
)  # fmt: skip
def test_how_a_second_service_gets_to_card_data(other: str, reason: str | None) -> None:
    message = found("SEC07", CARDS + other).get("orders", "")

    assert message.startswith("one of 2 services with card data: ") == (reason is not None)
    assert (reason or "") in message
