"""`msgen analyze`, and `msgen explain` for each figure of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Msgen

SPEC = """\
msgen: 1
name: shop
services:
  storefront:
    api:
      protocol: rest
      exposure: public
      operations:
        Buy:
          timeout: 2s
          latency: {p50: 5ms, p99: 25ms}
          calls: [{to: payments.Pay, timeout: 1s, retry: {attempts: 2, backoff: 50ms}}]
        Browse: {latency: {p50: 5ms, p99: 25ms}, calls: [{to: catalogue.List, fallback: {kind: static, value: []}}]}
    store: none
    scaling: {min: 3, max: 6, per_pod: 50/s, concurrency: 8}
  catalogue: {api: {protocol: grpc, operations: {List: {kind: query}}}}
  payments:
    api: {protocol: grpc, operations: {Pay: {timeout: 900ms, latency: {p50: 8ms, p99: 40ms}, calls: [{to: psp, timeout: 800ms}]}}}
externals:
  psp: {availability: 99.95%, latency: {p50: 120ms, p99: 700ms}, rate_limit: 200/s}
journeys:
  buy: {entry: storefront.Buy, peak: 100/s, growth: 60%, availability: 99.95%, latency_p99: 1500ms}
platform: {zones: 3}
"""
LOADED = """
import sys
from msgen.cli.app import main
sys.argv = ["msgen", "analyze", "--no-simulation"]
try:
    main()
except SystemExit as end:
    assert end.code == 0
loaded = sorted({"copier", "grpc_tools", "jinja2", "prompt_toolkit", "questionary", "msgen.lint"} & sys.modules.keys())
sys.exit(", ".join(loaded) if loaded else 0)
"""


@pytest.fixture
def system(tmp_path: Path) -> Path:
    (tmp_path / "msgen.yaml").write_text(SPEC, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("system")
def test_a_terminal_gets_tables(msgen: Msgen) -> None:
    outcome = msgen("analyze", "--no-simulation")

    assert (outcome.code, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert lines[0] == "Availability of journeys"
    assert max(map(len, lines)) <= 80
    assert re.search(r"^buy +99.950 +99.880~ +21.6 +51.8~ +misses by 30.2 min$", outcome.stdout, re.MULTILINE)
    assert re.search(r"^payments +160 +50~ +4~ +5~ +2 +6 +fits$", outcome.stdout, re.MULTILINE)


@pytest.mark.usefixtures("system")
def test_the_simulation_stands_beside_the_grid_unless_it_is_not_wanted(msgen: Msgen) -> None:
    shown, hurried = msgen("analyze", "--json"), msgen("analyze", "--json", "--no-simulation")

    assert shown == msgen("analyze", "--json")
    latency = json.loads(shown.stdout)["latency"][0]
    assert latency["simulated"]["p99_low_ms"] <= latency["simulated"]["p99_ms"] <= latency["simulated"]["p99_high_ms"]
    assert json.loads(hurried.stdout)["latency"][0] == {**latency, "simulated": None}


@pytest.mark.usefixtures("system")
def test_json_names_what_is_missing_and_what_is_assumed(msgen: Msgen) -> None:
    found = json.loads(msgen("analyze", "--json", "--no-simulation").stdout)

    assert (found["schema_version"], found["system"]) == (1, "shop")
    assert found["missing"] == ["catalogue.scaling.concurrency", "payments.scaling.concurrency"]
    assert "payments.scaling.per_pod" in found["assumed"]
    assert found["availability"][0]["ledger"][0]["minutes"] == 21.6


@pytest.mark.usefixtures("system")
def test_markdown_is_for_documents(msgen: Msgen) -> None:
    outcome = msgen("analyze", "--markdown", "--no-simulation")

    assert (outcome.code, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("# Figures of shop\n\n## Availability of journeys\n\n| journey | target % |")


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize(
    ("name", "outcomes"),
    [
        ("psp", {"storefront.Buy": "fails", "storefront.Browse": "works"}),
        ("payments-db", {"storefront.Buy": "fails", "storefront.Browse": "works"}),
        ("catalogue.store", {"storefront.Buy": "works", "storefront.Browse": "degrades"}),
        ("storefront", {"storefront.Buy": "fails", "storefront.Browse": "fails"}),
        ("broker", {"storefront.Buy": "works", "storefront.Browse": "works"}),
    ],
)
def test_down_says_what_becomes_of_each_entry(msgen: Msgen, name: str, outcomes: dict[str, str]) -> None:
    found = json.loads(msgen("analyze", "--down", name, "--json").stdout)

    assert {entry["operation"]: entry["status"] for entry in found["entries"]} == outcomes


@pytest.mark.usefixtures("system")
def test_down_says_why(msgen: Msgen) -> None:
    assert (
        msgen("analyze", "--down", "psp").stdout
        == """\
While psp is down
-----------------
outcome  operation          journeys  why
fails    storefront.Buy     buy       storefront.Buy > payments.Pay > psp
works    storefront.Browse  -         does not need it
1 fail, 0 degrade, 1 work.
"""
    )


def test_down_says_where_nothing_is_an_entry(msgen: Msgen, shop: Path) -> None:
    assert (
        msgen("analyze", shop, "--down", "payments").stdout
        == """\
While payments is down
----------------------
The design has no entries: neither journeys nor a public or partner API.

What waits until it is back
---------------------------
work                at
events OrderPlaced  payments.onOrderPlaced
"""
    )


@pytest.mark.usefixtures("system")
def test_one_journey_or_one_service_can_be_looked_at(msgen: Msgen) -> None:
    journey, service = (
        msgen("analyze", "--journey", "buy", "--no-simulation"),
        msgen("analyze", "--service", "payments"),
    )

    assert "Availability of journeys" in journey.stdout
    assert "Capacity of services" not in journey.stdout
    assert "Availability of journeys" not in service.stdout
    assert "Capacity of services" in service.stdout
    assert "storefront.store" not in service.stdout


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--down", "payment"), "error: nothing that can be down is called `payment`\nhint: did you mean `payments`\n"),
        (("--journey", "bye"), "error: there is no journey `bye`\nhint: did you mean `buy`\n"),
        (("--service", "xyz"), "error: there is no service `xyz`\nhint: there are: storefront, catalogue, payments\n"),
        (("--down", "psp", "--journey", "buy"), "error: `--down`, `--journey` and `--service` exclude each other\n"),
        (("--json", "--markdown"), "error: `--json` and `--markdown` exclude each other\n"),
        (("elsewhere",), "error: there is no `elsewhere`\n"),
    ],
)
def test_a_call_that_cannot_be_followed_is_refused(msgen: Msgen, arguments: tuple[str, ...], said: str) -> None:
    outcome = msgen("analyze", *arguments)

    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith(said)


def test_an_unreadable_spec_is_told(msgen: Msgen, system: Path) -> None:
    (system / "msgen.yaml").write_text("msgen: 1\nname: shop\nservices: {orders: {api: gprc}}\n", encoding="utf-8")

    outcome = msgen("analyze")

    assert (outcome.code, outcome.stdout) == (2, "")
    assert "hint: did you mean `grpc`\n" in outcome.stderr


def test_the_schema_needs_no_spec(msgen: Msgen) -> None:
    outcome = msgen("analyze", "--schema")

    assert outcome.code == 0
    assert json.loads(outcome.stdout)["title"] == "msgen analyze --json"


def test_analysis_loads_neither_templates_nor_prompts_nor_rules(system: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=system, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("system")
def test_every_figure_that_the_report_can_explain_is_explained(msgen: Msgen) -> None:
    found = json.loads(msgen("analyze", "--json", "--no-simulation").stdout)
    paths = sorted(set(_explained(found)))
    assert len(paths) > 20

    for path in paths:
        outcome = msgen("explain", path)
        assert outcome.code == 0, f"{path}: {outcome.stderr}"
        assert f"{path} = " in outcome.stdout
        assert "\nformula: " in outcome.stdout


@pytest.mark.usefixtures("system")
def test_a_load_is_derived_from_journeys_and_calls(msgen: Msgen) -> None:
    assert (
        msgen("explain", "payments.load").stdout
        == """\
payments.load = 160/s
formula: the sum over journeys of peak x (1 + growth) x how often one turn comes here
  buy: 160/s x 1 = 160/s
  payments.Pay: 160/s by storefront.Buy->payments.Pay
inputs:
  journeys.buy.load: 160/s  # `msgen explain journeys.buy.load`
  storefront.Buy->payments.Pay.per_request: 1  # built-in
"""
    )


@pytest.mark.usefixtures("system")
def test_inputs_stand_with_the_lines_of_the_spec_behind_what_is_written(msgen: Msgen) -> None:
    lines = msgen("explain", "journeys.buy.availability").stdout.splitlines()

    assert lines[0] == "99.95%  from msgen.yaml:22"
    assert lines[2].startswith("journeys.buy.availability = 99.88")
    assert "  journeys.buy.entry: storefront.Buy  # from msgen.yaml:22" in lines
    assert "  psp.availability: 99.95%  # from msgen.yaml:20" in lines
    assert "  payments.store.availability: 99.95%  # assumed" in lines


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("journeys.buy.load", "  100/s x (1 + 60%) = 160/s"),
        ("storefront.capacity", "  pods needed: ceil(160 / 50) = 4"),
        ("storefront.Buy.deadline", "  25 ms + 2050 ms = 2075 ms"),
        ("psp.amplification", "  storefront.Buy->payments.Pay: 2 tries"),
        ("psp.quota", "  psp.rate_limit: 200/s  # from msgen.yaml:20"),
        ("payments.store.connections", "  payments.scaling.max: 6  # from profile:standard"),
        ("storefront.zone_loss", "  platform.zones: 3  # from msgen.yaml:23"),
        ("storefront.queue", "  storefront.scaling.concurrency: 8  # from msgen.yaml:15"),
        ("payments.coupling", "  1 / 2 = 0.50"),
        ("psp.blast", "  buy: 160/s x 1"),
        ("storefront.Buy.latency", "  psp.latency.p99: 700ms  # from msgen.yaml:20"),
    ],
)
def test_a_figure_is_derived_with_its_numbers(msgen: Msgen, path: str, line: str) -> None:
    outcome = msgen("explain", path)

    assert outcome.code == 0, outcome.stderr
    assert line in outcome.stdout.splitlines()


@pytest.mark.usefixtures("system")
def test_a_figure_of_nothing_is_told_with_the_nearest(msgen: Msgen) -> None:
    outcome = msgen("explain", "payment.capacity")

    assert outcome.code == 2
    assert outcome.stderr == "error: nothing is called `payment.capacity`\nhint: did you mean `payments.capacity`\n"


def _explained(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        if "explain" in found:
            yield found["explain"]
        found = list(found.values())
    if isinstance(found, list):
        for item in found:
            yield from _explained(item)
