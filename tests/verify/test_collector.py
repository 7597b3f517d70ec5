"""The configuration of the OpenTelemetry Collector hangs together."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from charts import BLUEPRINTS, Helm, Written, named, umbrella_chart
from outside_tools import needed
from topologies import bistro

CONFIGURATION = BLUEPRINTS / "platform" / "template" / "platform" / "helm" / "files" / "collector.yaml"
ROLES = ("receivers", "processors", "exporters")


@pytest.fixture
def configuration() -> dict[str, Any]:
    loaded = yaml.safe_load(CONFIGURATION.read_text())
    assert isinstance(loaded, dict)
    return loaded


def members(configuration: dict[str, Any], role: str) -> set[str]:
    pipelines = configuration["service"]["pipelines"].values()
    return {name for pipeline in pipelines for name in pipeline[role]}


def test_every_member_of_a_pipeline_is_defined_and_used(configuration: dict[str, Any]) -> None:
    connectors = set(configuration["connectors"])
    for role in ROLES:
        used = members(configuration, role)
        assert used - connectors == set(configuration[role])
    assert set(configuration["service"]["extensions"]) == set(configuration["extensions"])


def test_a_connector_ends_one_pipeline_and_begins_another(configuration: dict[str, Any]) -> None:
    for connector in configuration["connectors"]:
        assert connector in members(configuration, "exporters")
        assert connector in members(configuration, "receivers")


def test_memory_is_limited_first_and_batches_are_made_last(configuration: dict[str, Any]) -> None:
    for pipeline in configuration["service"]["pipelines"].values():
        assert pipeline["processors"][0] == "memory_limiter"
        assert pipeline["processors"][-1] == "batch"


def test_the_collector_gets_every_variable_that_its_configuration_reads(written: Written, any_helm: Helm) -> None:
    chart = umbrella_chart(written(bistro))
    any_helm.run("dependency", "build", str(chart))
    objects = any_helm.template(chart, "prod")
    (container,) = named(objects, "Deployment", "otel-collector")["spec"]["template"]["spec"]["containers"]
    given = {each["name"]: each["value"] for each in container["env"]}
    mounted = named(objects, "ConfigMap", "otel-collector")["data"]["collector.yaml"]
    assert mounted.strip() == CONFIGURATION.read_text().strip()
    assert given == {
        "BACKEND_ENDPOINT": "http://tempo.monitoring:4318",
        "ENVIRONMENT": "prod",
        "QUEUE_DIRECTORY": "/var/lib/otelcol",
    }
    assert all(f"${{env:{name}}}" in mounted for name in given)


def test_the_collector_itself_accepts_the_configuration(tmp_path: Path) -> None:
    environ = {
        "BACKEND_ENDPOINT": "http://127.0.0.1:4318",
        "ENVIRONMENT": "test",
        "QUEUE_DIRECTORY": str(tmp_path),
    }
    command = [needed("otelcol"), "validate", f"--config={CONFIGURATION}"]
    done = subprocess.run(command, capture_output=True, text=True, env=environ, check=False)
    assert done.returncode == 0, done.stderr
