"""What is accepted and not generated is told by name, wherever it is said."""

from __future__ import annotations

import pytest

from msgen.spec import parse, read_text
from msgen.topology import resolve

SPEC = """\
msgen: 1
name: shop
services:
  orders: {api: {protocol: rest, exposure: public}, store: postgres}
"""

SAID = [
    ("defaults: {deployment: {strategy: canary}}", "rollouts other than rolling: defaults (canary)"),
    ("defaults: {slo: {availability: 99.9%}}", "service level objectives: defaults"),
    ("defaults: {api: {auth: oauth2}}", "authentication: defaults"),
    ("defaults: {store: {backup: {rpo: 5m, rto: 1h}}}", "backups: defaults"),
    ("defaults: {probes: {liveness: [store]}}", "restarts for the sake of a dependency: defaults"),
    (
        "contexts: {sales: {defaults: {store: mysql}}}",
        "stores other than postgres and sqlite: contexts.sales.defaults (mysql)",
    ),
    ("contexts: {sales: {types: {Sku: string}, shared: [Sku]}}", "shared kernels: contexts.sales"),
    ("platform: {mesh: {kind: istio, route_timeout: 2s}}", "limits of the mesh's own: platform"),
    ("environments: {prod: {region: [eu-west-1]}}", "regions: prod"),
    ("environments: {dev: {}, prod: {promote_from: dev}}", "promotion from one environment to the next: prod"),
    ("environments: {dev: {mesh: linkerd}}", "meshes other than istio: environments.dev (linkerd)"),
    ("profile: production", "rollouts other than rolling: the profile production (canary)"),
    ("profile: production", "rate limits: orders"),
]


def not_generated(text: str) -> tuple[str, ...]:
    return resolve(parse(read_text(text))).not_generated


@pytest.mark.parametrize(("line", "told"), SAID)
def test_a_setting_without_an_effect_is_named_with_its_place(line: str, told: str) -> None:
    assert told in not_generated(f"{SPEC}{line}\n")


def test_a_system_that_asks_for_nothing_more_is_told_nothing() -> None:
    assert not_generated(SPEC) == ()
