"""The charts pass Helm's own linter, in both majors, and hold what they need and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from charts import Helm, charts, environments, named, of_kind, pod_templates, service_chart, values_files

from msgen.topology.model import Topology

REFUSALS = {
    "an unknown key": ("--set", "imagee.tag=1"),
    "a wrong type": ("--set-string", "ports.metrics=many"),
    "a value out of range": ("--set", "scaling.minReplicas=0"),
    "a variable in lower case": ("--set", "config.lower=1"),
}


def used_keys(chart: Path) -> set[str]:
    text = "".join(path.read_text() for path in (chart / "templates").rglob("*") if path.is_file())
    return set(re.findall(r"\.Values\.([A-Za-z0-9.]+[A-Za-z0-9])", text))


def defined_keys(values: dict[str, Any], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in values.items():
        found.add(f"{prefix}{name}")
        if isinstance(value, dict):
            found |= defined_keys(value, f"{prefix}{name}.")
    return found


def chart_values(chart: Path) -> dict[str, Any]:
    loaded = yaml.safe_load((chart / "values.yaml").read_text())
    assert isinstance(loaded, dict)
    return loaded


def test_every_chart_of_a_service_passes_the_strict_linter(system: Path, helm: Helm) -> None:
    for chart in charts(system):
        for environment in environments(chart):
            done = helm.run("lint", "--strict", str(chart), *values_files(chart, environment))
            assert done.returncode == 0, done.stdout + done.stderr
            assert "[WARNING]" not in done.stdout


def test_the_umbrella_chart_passes_the_strict_linter(umbrella: Path, helm: Helm) -> None:
    for environment in environments(umbrella):
        done = helm.run("lint", "--strict", str(umbrella), *values_files(umbrella, environment))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "[WARNING]" not in done.stdout


def test_every_value_that_templates_use_is_defined(system: Path) -> None:
    for chart in charts(system):
        missing = used_keys(chart) - defined_keys(chart_values(chart))
        assert not missing, chart


def test_every_value_that_is_defined_is_used(system: Path) -> None:
    for chart in charts(system):
        used = used_keys(chart)
        leaves = {key for key in defined_keys(chart_values(chart)) if not _has_children(key, chart_values(chart))}
        unused = {key for key in leaves if not any(key == name or key.startswith(f"{name}.") for name in used)}
        assert not unused, chart


def test_the_umbrella_uses_every_value_of_its_own(umbrella: Path) -> None:
    own = {key: value for key, value in chart_values(umbrella).items() if key != key.lower()}
    assert {key.partition(".")[0] for key in used_keys(umbrella)} <= set(own)
    assert set(own) - {key.partition(".")[0] for key in used_keys(umbrella)} == {"enabledServices"}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_the_schema_refuses(refusal: str, system: Path, any_helm: Helm) -> None:
    chart = charts(system)[0]
    done = any_helm.run("template", "release", str(chart), *REFUSALS[refusal])
    assert done.returncode != 0
    assert "schema" in done.stderr


def test_the_schema_of_the_umbrella_refuses_an_unknown_key(umbrella: Path, any_helm: Helm) -> None:
    done = any_helm.run("template", "release", str(umbrella), "--set", "serviceMesh.kindd=istio")
    assert done.returncode != 0
    assert "kindd" in done.stderr


def test_a_release_renders_to_the_same_bytes_twice(system: Path, any_helm: Helm) -> None:
    chart = charts(system)[0]
    assert (
        any_helm.run("template", "release", str(chart)).stdout == any_helm.run("template", "release", str(chart)).stdout
    )


def test_the_umbrella_renders_what_the_charts_alone_render(
    topology: Topology, system: Path, umbrella: Path, any_helm: Helm
) -> None:
    for environment in environments(umbrella):
        together = any_helm.template(umbrella, environment)
        for service in topology.services.values():
            home = service.context if topology.platform.namespaces == "context" else "bistro"
            chart = service_chart(system, service.name)
            alone = any_helm.template(chart, environment, namespace=home)
            for found in alone:
                assert found == named(together, found["kind"], found["metadata"]["name"])


def test_a_service_that_is_switched_off_leaves_the_umbrella(umbrella: Path, any_helm: Helm) -> None:
    objects = any_helm.template(umbrella, "dev", "--set", "enabledServices.accounts=false")
    names = {found["metadata"]["name"] for found in of_kind(objects, "Deployment")}
    assert "accounts" not in names
    assert "ordering" in names


def test_no_secret_stands_in_a_chart(system: Path, any_helm: Helm) -> None:
    for chart in charts(system):
        objects = any_helm.template(chart, "dev")
        assert not list(of_kind(objects, "Secret"))
        for _, pod in pod_templates(objects):
            for container in pod["spec"]["containers"]:
                literal = {each["name"] for each in container.get("env", ()) if "value" in each}
                assert literal <= {"OTEL_RESOURCE_ATTRIBUTES"}
        for found in of_kind(objects, "ConfigMap"):
            assert "DATABASE_URL" not in found["data"]
            assert "PSP_API_KEY" not in found["data"]


def test_secrets_are_read_by_name(system: Path, any_helm: Helm) -> None:
    objects = any_helm.template(service_chart(system, "payments"), "dev")
    (container,) = named(objects, "Deployment", "payments")["spec"]["template"]["spec"]["containers"]
    sources = {each["name"]: each["valueFrom"] for each in container["env"] if "valueFrom" in each}
    assert sources["DATABASE_URL"] == {"secretKeyRef": {"name": "payments-database", "key": "url"}}
    assert sources["PSP_API_KEY"] == {"secretKeyRef": {"name": "payments-secrets", "key": "PSP_API_KEY"}}


def _has_children(key: str, values: dict[str, Any]) -> bool:
    found: Any = values
    for part in key.split("."):
        found = found[part]
    return isinstance(found, dict) and bool(found)
