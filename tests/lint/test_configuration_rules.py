"""Rules of configuration beyond their pages: each case is one clause, and what is just not bad."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from ruled_designs import HEADER, found

from msgen.lint.findings import RuleFinding
from msgen.lint.looking import Looking
from msgen.lint.registry import rule
from msgen.spec import read_text

DESIGN = """\
services:
  orders:
    api: rest
    publishes: [Placed]
    config: {GREETING: string}
    secrets: [API_KEY]
    calls: [{to: stock, fallback: {kind: call, to: old-stock.Take}}, {to: psp, fallback: {kind: call, to: bank}}]
  stock: {api: rest, store: none}
  old-stock: {api: {operations: {Take: {}}}, store: none}
  mails: {store: none, subscribes: [Placed]}
externals: {psp: {config_key: PAY_AT}, bank: {}}
"""
NEEDED = frozenset(
    {"GREETING", "API_KEY", "DATABASE_URL", "BROKER_URL", "STOCK_URL", "OLD_STOCK_URL", "PAY_AT", "BANK_URL"}
)


def deployment(service: str, names: frozenset[str] | set[str], **others: Any) -> dict[str, Any]:
    container = {"name": service, "env": [{"name": name, "value": "x"} for name in sorted(names)], **others}
    labels = {"app.kubernetes.io/name": service}
    return {
        "kind": "Deployment",
        "metadata": {"name": f"{service}-pods", "labels": labels},
        "spec": {"template": {"spec": {"containers": [container]}}},
    }


def under_manifests(*objects: Mapping[str, Any]) -> dict[str, RuleFinding]:
    one = rule("CFG01")
    assert one is not None
    looking = Looking(date(2026, 1, 1), rules=(one,), manifests={"deploy.yaml": objects})
    _, result = looking(read_text(HEADER + DESIGN))
    return {finding.object_path: finding for finding in result.open}


def messages(*objects: Mapping[str, Any]) -> dict[str, str]:
    return {path: finding.smell.message for path, finding in under_manifests(*objects).items()}


def test_a_pod_with_what_its_service_knows_is_right() -> None:
    known = {"HOST", "HTTP_PORT", "RELAY", "LOG_LEVEL", "OTEL_SERVICE_NAME", "POD_NAME"}

    assert messages(deployment("orders", NEEDED | known)) == {}


def test_a_variable_that_nothing_reads_is_added_to_the_design_or_taken_out() -> None:
    (finding,) = under_manifests(deployment("orders", NEEDED | {"GREETNG", "A"})).values()

    assert finding.object_path == "orders.config"
    assert finding.smell.message == "`A`, `GREETNG` set by a manifest, but not known to the design"
    assert [edit.path for edit in finding.fixes[0].edits] == ["orders.config.A", "orders.config.GREETNG"]


@pytest.mark.parametrize("missing", sorted(NEEDED))
def test_a_variable_that_no_manifest_sets(missing: str) -> None:
    (finding,) = under_manifests(deployment("orders", NEEDED - {missing})).values()

    assert finding.smell.message == f"`{missing}` known to the design, but set by no manifest"
    assert finding.fixes[0].edits == ()


def test_both_ways_become_one_finding_without_a_program_to_mend_it() -> None:
    (finding,) = under_manifests(deployment("orders", NEEDED - {"GREETING"} | {"GREETNG"})).values()

    assert finding.smell.message == (
        "`GREETNG` set by a manifest, but not known to the design; `GREETING` known to the design, but set by no manifest"
    )
    assert finding.fixes[0].edits == ()


def test_a_service_without_store_or_calls_needs_less() -> None:
    assert messages(deployment("mails", {"BROKER_URL"}), deployment("stock", set())) == {}


def test_variables_come_from_config_maps_too() -> None:
    half = frozenset(sorted(NEEDED)[:4])
    shared = {"kind": "ConfigMap", "metadata": {"name": "orders"}, "data": dict.fromkeys(NEEDED - half, "x")}
    other = {"kind": "Secret", "metadata": {"name": "orders"}, "data": {"STRANGE": "x"}}
    sources = [{"configMapRef": {"name": "orders"}}, {"configMapRef": {"name": "gone"}}, {"secretRef": {"name": "x"}}]

    assert messages(shared, other, deployment("orders", half, envFrom=sources)) == {}
    assert list(messages(other, deployment("orders", half, envFrom=sources))) == ["orders.config"]


def test_all_pods_of_a_service_count_together() -> None:
    half = frozenset(sorted(NEEDED)[:4])
    pod = {"initContainers": deployment("orders", NEEDED - half)["spec"]["template"]["spec"]["containers"]}
    job = {"kind": "Job", "metadata": {"name": "orders"}, "spec": {"template": {"spec": pod}}}

    assert messages(job, deployment("orders", half)) == {}


@pytest.mark.parametrize(
    "strange",
    [
        deployment("grafana", {"STRANGE"}),
        {"kind": "Service", "metadata": {"name": "orders"}, "spec": {"ports": []}},
        {"kind": "ServiceAccount", "metadata": {"name": "orders"}},
    ],
)
def test_what_is_no_pod_of_a_service_is_left_alone(strange: Mapping[str, Any]) -> None:
    assert messages(strange) == {}


def stacks(languages: list[str], engines: list[str], services: int) -> str:
    lines = [
        f"  s{number}: {{api: rest, runtime: {{language: {languages[number % len(languages)]}}}, "
        f"store: {engines[number % len(engines)]}}}\n"
        for number in range(services)
    ]
    return "services:\n" + "".join(lines)


@pytest.mark.parametrize(
    ("languages", "engines", "services", "message"),
    [
        (["go", "java", "ruby"], ["postgres", "mysql", "redis"], 9, None),
        (["go", "java", "ruby", "c"], ["postgres"], 9, "4 languages (c, go, java, ruby) for 9 services"),
        (["go", "java", "ruby", "c"], ["postgres"], 10, None),
        (["go"], ["postgres", "mysql", "redis", "none"], 8, None),
        (["go"], ["postgres", "mysql", "redis", "mongodb"], 4,
         "4 kinds of stores (mongodb, mysql, postgres, redis) for 4 services"),
    ],
)  # fmt: skip
def test_how_many_kinds_are_too_many(
    languages: list[str], engines: list[str], services: int, message: str | None
) -> None:
    assert found("CFG02", stacks(languages, engines, services)).get(".") == message


def test_the_stores_of_read_models_count_as_kinds() -> None:
    view = "  view: {api: rest, read_models: {all: {sources: [Placed], store: cassandra}}, runtime: {language: go}}\n"
    design = stacks(["go"], ["postgres", "mysql", "redis"], 3).replace("{api", "{publishes: [Placed], api", 1) + view

    assert "4 kinds of stores" in found("CFG02", design)["."]
