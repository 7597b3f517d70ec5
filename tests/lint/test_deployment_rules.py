"""Rules of pods, releases and environments beyond their pages: each case is one clause, and what is just not bad."""

from __future__ import annotations

from datetime import date

import pytest
from ruled_designs import HEADER, found, mended, offered, text

from msgen.design.type_expressions import parse_field
from msgen.lint.fixing import mend
from msgen.lint.looking import Looking
from msgen.lint.registry import rule
from msgen.lint.rules.deployment._type_expressions import written_field
from msgen.spec import parse, read_text
from msgen.topology import resolve


@pytest.mark.parametrize(
    ("resources", "written"),
    [
        ("{cpu: none}", "{cpu: 250m}"),
        ("{cpu: none, cpu_limit: 200m}", "{cpu: 200m, cpu_limit: 200m}"),
        ("{memory: none, memory_limit: 128Mi}", "{memory: 128Mi, memory_limit: 128Mi}"),
        ("{cpu: none, memory: none, cpu_limit: 1}", "{cpu: 250m, memory: 256Mi, cpu_limit: 1}"),
        ("none", "{cpu: 250m, memory: 256Mi}"),
    ],
)
def test_requests_are_added_and_stay_below_limits(resources: str, written: str) -> None:
    design = "services:\n  orders: {api: rest, deployment: {resources: " + resources + "}}\n"

    assert text(mended("DEP04", design)) == design.replace(resources, written)


CANARY = """\
services:
  orders:
    api: {exposure: partner, operations: {GetOffer: {http: GET /offer}}}
    deployment: {strategy: canary, steps: STEPS}
    SLO
journeys: {look: {entry: orders.GetOffer, peak: 100/s}}
"""


@pytest.mark.parametrize(
    ("slo", "steps", "message"),
    [
        ("store: none", "[{share: 10%, dwell: 999s}]", "10% of 100/s for 999s is 9990 requests, and 10000 are needed to show "
         "an objective of 99.9%"),
        ("slo: {freshness: 5s}", "[{share: 10%, dwell: 1000s}]", None),
        ("slo: {availability: 99%}", "[{share: 10%, dwell: 100s}]", None),
        ("slo: {availability: 100%}", "[{share: 10%, dwell: 1h}]", "10% of 100/s for 3600s is 36000 requests, and no number "
         "shows an objective of 100%"),
        ("store: none", "[{share: 10%, dwell: 1h, metric: none}]", "nothing decides at 10%"),
        ("store: none", "[5%, 50%]", None),
    ],
)  # fmt: skip
def test_a_step_of_a_canary_release(slo: str, steps: str, message: str | None) -> None:
    design = CANARY.replace("STEPS", steps).replace("SLO", slo)

    assert found("DEP03", design).get("orders.deployment.steps") == message


def test_a_canary_is_mended_step_by_step() -> None:
    design = CANARY.replace("SLO", "store: none").replace(
        "STEPS", "[{share: 10%, dwell: 5m, metric: none}, {share: 50%, dwell: 10m, metric: errors}]"
    )
    assert text(mended("DEP03", design)) == design.replace(
        "{share: 10%, dwell: 5m, metric: none}, {share: 50%, dwell: 10m, metric: errors}",
        "{share: 10%, dwell: 1000s}, {share: 50%, dwell: 600s, metric: errors}",
    )


@pytest.mark.parametrize(("slo", "steps"), [("slo: {availability: 100%}", "[5%]"), ("store: none", "[{share: 0%}]")])
def test_what_no_time_decides_takes_a_person(slo: str, steps: str) -> None:
    assert [can for _, can in offered("DEP03", CANARY.replace("STEPS", steps).replace("SLO", slo))] == [False]


def test_other_rollouts_and_services_without_a_load_have_time() -> None:
    rolling = CANARY.replace("STEPS", "[{share: 10%, dwell: 1s}]").replace("SLO", "store: none")

    assert found("DEP03", rolling.replace("strategy: canary", "strategy: rolling")) == {}
    assert found("DEP03", rolling.replace(", peak: 100/s", "")) == {}


def against(before: str, now: str) -> dict[str, str]:
    one = rule("DEP05")
    assert one is not None
    looking = Looking(date(2026, 1, 1), previous=resolve(parse(read_text(HEADER + before))), rules=(one,))
    _, result = looking(read_text(HEADER + now))
    return {finding.object_path: finding.smell.message for finding in result.open}


def orders(
    aggregates: str, others: str = "api: {operations: {Ping: {kind: query, output: {ok: bool}, reads: []}}}"
) -> str:
    return f"services:\n  orders: {{aggregates: {{{aggregates}}}, {others}}}\n  stock: {{api: rest}}\n"


UNUSED = "api: {operations: {Ping: {kind: query, output: {ok: bool}, reads: [Order]}}}"


@pytest.mark.parametrize(
    ("before", "others", "goes"),
    [
        ("Order: {}, Draft: {fields: {note: string}}", UNUSED, False),
        ("Order: {}, Draft: {fields: {note: string}, events: [Drafted]}", f"{UNUSED}, publishes: [Drafted]", True),
        ("Order: {}, Draft: {}", "api: {operations: {Ping: {kind: query, output: {ok: bool}, reads: [Draft]}}}", True),
        ("Order: {}, Draft: {}", "api: {operations: {Ping: {kind: command, writes: [Draft]}}}", True),
        ("Order: {}, Draft: {}", "api: {operations: {Ping: {kind: query, output: Draft, reads: [Order]}}}", True),
        ("Draft: {}, Order: {}", "api: {operations: {Ping: {kind: query, output: {ok: bool}}}}", True),
    ],
)
def test_an_aggregate_goes_too_early_while_something_uses_it(before: str, others: str, goes: bool) -> None:
    assert list(against(orders(before, others), orders("Order: {}", UNUSED))) == (
        ["orders.aggregates.Draft"] if goes else []
    )


def test_an_aggregate_that_another_service_reads_is_used() -> None:
    reader = "  desk: {api: {operations: {See: {kind: query, reads: [orders.Draft], output: {ok: bool}}}}}\n"

    assert list(against(orders("Order: {}, Draft: {}", UNUSED) + reader, orders("Order: {}", UNUSED))) == [
        "orders.aggregates.Draft"
    ]


@pytest.mark.parametrize(
    ("others", "goes"),
    [
        (UNUSED, False),
        ("api: {operations: {Ping: {kind: query, input: {note: string}, output: {ok: bool}}}}", True),
        ("api: {operations: {Ping: {kind: query, output: {note: string}}}}", True),
        ("api: {operations: {Ping: {kind: query, output: Order}}}", True),
        ("api: rest", True),
        (f"{UNUSED}, publishes: [Placed]", True),
    ],
)
def test_a_field_goes_too_early_while_something_uses_it(others: str, goes: bool) -> None:
    events = "contexts: {orders: {events: {Placed: {fields: {note: string}}}}}\n" if "Placed" in others else ""
    before = orders("Order: {fields: {note: string}}", others)

    assert list(against(events + before, events + orders("Order: {}", others.replace("note: string", "ok: bool")))) == (
        ["orders.aggregates.Order"] if goes else []
    )


def test_a_service_that_goes_as_a_whole_migrates_nothing() -> None:
    assert against(orders("Order: {}", "api: rest"), "services:\n  stock: {api: rest}\n") == {}


@pytest.mark.parametrize(
    "field",
    [
        "string", "string(1..80)?", "string(/^[A-Z]{3}$/) unique", "int(>=0) index", "int(<5)", "float(>0)", "int(<=9)",
        "decimal(12.2)?", "enum(a|b) default=a", "list(Line)? pii", "map(list(string(>=1)))", "bytes pci",
        {"type": "string? index", "default": "a b"},
    ],
)  # fmt: skip
def test_a_field_is_written_as_it_was_read(field: object) -> None:
    assert written_field(parse_field("name", field)) == field


@pytest.mark.parametrize(
    ("staging", "prod", "drifts"),
    [
        ("{}", "{mesh: {retries: 2}}", []),
        ("{}", "{mesh: linkerd}", ["`mesh.kind` is linkerd, not istio"]),
        ("{}", "{mesh: {mtls: permissive}}", ["`mesh.mtls` is permissive, not strict"]),
        ("{mesh: {authorization: allow-all}}", "{}", ["`mesh.authorization` is deny-by-default, not allow-all"]),
        ("{overrides: {orders: {store: sqlite}}}", "{}", ["`orders.store.engine` is postgres, not sqlite"]),
        ("{overrides: {orders: {store: sqlite}}}", "{overrides: {orders: {store: sqlite}}}", []),
        ("{}", "{overrides: {orders: {store: {replicas: 3}}}}", []),
        ("{}", "{overrides: {orders: {messaging: {delivery: cdc}}}}", ["`orders.messaging.delivery` is cdc, not outbox"]),
        ("{}", "{overrides: {orders: {messaging: {batch: 5}}}}", []),
        ("{}", "{overrides: {orders: {api: grpc}}}", ["`orders.api.protocol` is grpc, not rest"]),
        ("{}", "{overrides: {orders: {api: {transcoding: true}}}}", []),
        ("{}", "{overrides: {orders: {read_models: {all: {sources: [A], store: redis}}}}}",
         ["`orders.read_models.all.store.engine` is redis, not postgres"]),
    ],
)  # fmt: skip
def test_production_differs_from_staging_in_kind(staging: str, prod: str, drifts: list[str]) -> None:
    design = (
        "services: {orders: {api: rest, publishes: [A], read_models: {all: {sources: [A]}}, aggregates: {Order: {}}}}\n"
        f"environments: {{staging: {staging}, prod: {prod}}}\n"
    )
    assert list(found("DEP07", design).values()) == [f"differs from staging: {drift}" for drift in drifts]


@pytest.mark.parametrize("alone", ["prod: {mesh: none}", "staging: {mesh: none}", "dev: {mesh: none}, prod: {}"])
def test_one_environment_alone_does_not_drift(alone: str) -> None:
    assert found("DEP07", f"services: {{orders: {{api: rest}}}}\nenvironments: {{{alone}}}\n") == {}


def test_a_renamed_column_is_kept_beside_the_new_one() -> None:
    one = rule("DEP05")
    assert one is not None
    before = orders("Order: {fields: {note: string(0..9)?, total: money}}", "api: rest")
    now = orders("Order: {fields: {remark: {type: string, was: note}, extra: string}}", "api: rest")
    look = Looking(date(2026, 1, 1), previous=resolve(parse(read_text(HEADER + before))), rules=(one,))
    (finding,) = look(read_text(HEADER + now))[1].open

    assert finding.smell.message.startswith("`note` becomes `remark`, `total` goes in the release")
    assert text(mend(read_text(HEADER + now), look, {finding.fingerprint: 1})) == now.replace(
        "{type: string, was: note}, extra: string", "{type: string}, extra: string, note: string(0..9)?, total: money"
    )
