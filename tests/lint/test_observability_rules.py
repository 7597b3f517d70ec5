"""Rules of objectives, alerts and telemetry beyond their pages: each case is one clause, and what is just not bad."""

from __future__ import annotations

import pytest
from ruled_designs import found, mended, offered, text

ENTRY = """\
services:
  shop: {api: {exposure: partner, operations: {Buy: {kind: command, CALLS}, See: {kind: query}}}}
  stock: {availability: STOCK, api: rest, store: none}
externals: {psp: {}}
journeys: {buy: {entry: [shop.Buy, shop.See], BUY}, see: {entry: shop.See, SEE}}
"""


@pytest.mark.parametrize(
    ("calls", "stock", "buy", "see", "step"),
    [
        ("", "99.99%", "", "", "promise 99.9% in its `slo`"),
        ("", "99.99%", "availability: 99.95%", "availability: 99%", "promise 99.95% in its `slo`"),
        ("calls: [stock]", "99.9%", "", "", "promise 99.9% in its `slo`"),
        ("calls: [stock]", "99.89%", "", "", "promise 99.8% in its `slo`"),
        ("calls: [stock, psp]", "99.5%", "availability: 99.99%", "", "promise 99.5% in its `slo`"),
        ("calls: [{to: stock, fallback: ignore}]", "50%", "", "", "promise 99.9% in its `slo`"),
        ("calls: [stock]", "50%", "", "", "give it an `slo`; its dependencies allow 50.00% at most"),
        ("", "99.99%", "latency_p99: 2s", "latency_p99: 900ms", "promise 99.9% and a p99 of 900ms in its `slo`"),
    ],
)
def test_an_objective_is_proposed_that_can_be_kept(calls: str, stock: str, buy: str, see: str, step: str) -> None:
    design = ENTRY.replace("CALLS", calls).replace("STOCK", stock).replace("BUY", buy).replace("SEE", see)
    can_be_written = step.startswith("promise")

    assert found("OBS01", design) == {"shop": "`buy`, `see` begins here, and no objective says how well it has to work"}
    assert offered("OBS01", design) == [(step, can_be_written)]
    assert (mended("OBS01", design).result.open == ()) == can_be_written


MEASURED = """\
services:
  shop:
    api: {exposure: partner, operations: {See: {kind: query}}}
    slo: {SLO}
journeys: {see: {entry: shop.See, PEAK}}
"""


@pytest.mark.parametrize(
    ("slo", "peak", "steps"),
    [
        ("availability: 99.9%", "peak: 14/h", []),
        ("availability: 99.9%", "peak: 13/h", ["count over 33 days", "promise 99.89%"]),
        ("availability: 99.9%", "peak: 5/h", ["count over 84 days", "promise 99.72%"]),
        ("availability: 99.9%", "peak: 4/h", ["promise 99.65%"]),
        ("availability: 100%", "peak: 100/s", ["promise 99.99%"]),
        ("availability: 99.9%, window: 1h", "peak: 10/h", ["count over 42 days"]),
        ("availability: 99.9%, window: 1h", "peak: 0.002/s", ["count over 58 days"]),
        ("latency: {p99: 1s}", "peak: 1/h", []),
        ("availability: 99.9%", "", []),
    ],
)
def test_what_makes_an_objective_measurable(slo: str, peak: str, steps: list[str]) -> None:
    design = MEASURED.replace("SLO", slo).replace("PEAK", peak)
    steps_for_a_person = ["add requests that a prober makes, so that there is something to count"]

    found_here = bool(found("OBS03", design))
    assert [step for step, _ in offered("OBS03", design)] == (steps + steps_for_a_person if found_here else [])
    for number, _ in enumerate(steps, 1):
        assert mended("OBS03", design, number).result.open == ()


@pytest.mark.parametrize(
    ("labels", "left"),
    [
        ("{a: 600}", "{}"),
        ("{a: 10, b: 100, c: 100}", "{a: 10}"),
        ("{a: 2, b: 300}", "{a: 2}"),
        ("{a: 2, b: 294}", "{a: 2, b: 294}"),
    ],
)
def test_the_labels_of_the_most_values_go(labels: str, left: str) -> None:
    design = (
        "services: {shop: {api: {operations: {See: {kind: query}}}}, job: {store: none}}\ntelemetry: {labels: LABELS}\n"
    )

    assert text(mended("OBS05", design.replace("LABELS", labels))) == design.replace("LABELS", left)


OWNED = """\
teams: {desk: TEAM}
contexts: {sales: {owner: OWNER}}
services: {shop: {context: sales, api: rest, SLO}}
"""


@pytest.mark.parametrize(
    ("team", "slo", "step"),
    [
        ("{oncall: desk-rota}", "slo: {freshness: 1h}", None),
        ("{slack: desk}", "slo: {freshness: 1h}", ("write the rota or address that is paged into `oncall`", False)),
        ("{oncall: rota, runbooks: none}", "slo: {freshness: 1h}",
         ("take `runbooks: none` out: the generated ones are a start", True)),
        ("{oncall: rota, runbooks: docs/desk.md}", "slo: {freshness: 1h}", None),
        ("{runbooks: none}", "store: none", None),
    ],
)  # fmt: skip
def test_whom_an_alert_reaches(team: str, slo: str, step: tuple[str, bool] | None) -> None:
    design = OWNED.replace("TEAM", team).replace("OWNER", "desk").replace("SLO", slo)

    assert offered("OBS06", design) == ([] if step is None else [step])


def test_a_service_that_nobody_owns_is_no_matter_of_alerts() -> None:
    design = (
        OWNED.replace("TEAM", "{slack: desk}").replace("{owner: OWNER}", "{}").replace("SLO", "slo: {freshness: 1h}")
    )

    assert found("OBS06", design) == {}
