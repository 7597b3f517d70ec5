"""What Helm renders is valid Kubernetes, in the strictest reading, and safe to run."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from charts import Helm, charts, environments, named, of_kind, pod_templates, service_chart
from jsonschema import Draft202012Validator
from outside_tools import needed

from msgen.topology.model import Topology

CUSTOM_RESOURCES = Path(__file__).resolve().parents[3] / "shared" / "schemas"
MINORS = ("1.33", "1.34", "1.37")
CORE_GROUPS = {"", "apps", "batch", "policy", "autoscaling", "networking.k8s.io"}


def rendered(system: Path, umbrella: Path, helm: Helm) -> list[dict[str, Any]]:
    """Every object of every chart in every environment, together and alone."""
    found = [each for name in environments(umbrella) for each in helm.template(umbrella, name)]
    for chart in charts(system):
        found += [each for name in environments(chart) for each in helm.template(chart, name)]
    return found


@pytest.fixture(scope="module")
def objects(system: Path, umbrella: Path, any_helm: Helm) -> list[dict[str, Any]]:
    return rendered(system, umbrella, any_helm)


@cache
def custom_resource(group: str, kind: str, version: str) -> Draft202012Validator:
    path = CUSTOM_RESOURCES / group / f"{kind.lower()}_{version}.json"
    assert path.is_file(), f"no schema for {group}/{version} {kind}"
    return Draft202012Validator(json.loads(path.read_text()))


def group_and_version(found: Mapping[str, Any]) -> tuple[str, str]:
    group, _, version = str(found["apiVersion"]).rpartition("/")
    return group, version


@pytest.mark.parametrize("minor", MINORS)
def test_core_objects_are_valid_in_every_supported_version(
    minor: str, objects: list[dict[str, Any]], tmp_path: Path
) -> None:
    core = _distinct([found for found in objects if group_and_version(found)[0] in CORE_GROUPS])
    assert core
    manifest = tmp_path / "core.yaml"
    manifest.write_text(yaml.safe_dump_all(core))
    command = [needed("kubernetes-validate"), "--strict", "--quiet", "-k", minor, str(manifest)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_custom_resources_are_valid(objects: list[dict[str, Any]]) -> None:
    if not CUSTOM_RESOURCES.is_dir():
        pytest.skip("the schemas of custom resources are not beside this checkout")
    for found in _distinct(objects):
        group, version = group_and_version(found)
        if group in CORE_GROUPS:
            continue
        errors = custom_resource(group, found["kind"], version).iter_errors(found)
        assert not [(error.json_path, error.message) for error in errors], found


def test_every_pod_keeps_to_the_restricted_standard(objects: list[dict[str, Any]]) -> None:
    for name, pod in pod_templates(objects):
        spec = pod["spec"]
        assert spec["automountServiceAccountToken"] is False, name
        assert spec["securityContext"]["runAsUser"] >= 10_000
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in spec["containers"]:
            security = container["securityContext"]
            assert security["runAsNonRoot"] is True
            assert security["readOnlyRootFilesystem"] is True
            assert security["allowPrivilegeEscalation"] is False
            assert security["capabilities"] == {"drop": ["ALL"]}


def test_every_container_says_what_it_needs(objects: list[dict[str, Any]]) -> None:
    for name, pod in pod_templates(objects):
        for container in pod["spec"]["containers"]:
            for side in ("requests", "limits"):
                assert set(container["resources"][side]) == {"cpu", "memory", "ephemeral-storage"}, name


def test_probes_ask_at_a_port_of_the_container(objects: list[dict[str, Any]]) -> None:
    for found in of_kind(objects, "Deployment"):
        for container in found["spec"]["template"]["spec"]["containers"]:
            ports = {port["name"] for port in container["ports"]}
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                asked = container[probe].get("httpGet") or container[probe]["tcpSocket"]
                assert asked["port"] in ports
            assert container["livenessProbe"] != container["readinessProbe"]


def test_a_service_without_rest_is_probed_at_the_metrics_port(topology: Topology, system: Path, any_helm: Helm) -> None:
    for service in topology.services.values():
        objects = any_helm.template(service_chart(system, service.name), "dev")
        (container,) = named(objects, "Deployment", service.name)["spec"]["template"]["spec"]["containers"]
        expected = "http" if service.speaks("rest") else "metrics"
        assert container["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": expected}


def test_an_outbox_is_emptied_by_a_deployment_of_its_own(topology: Topology, system: Path, any_helm: Helm) -> None:
    for service in topology.services.values():
        objects = any_helm.template(service_chart(system, service.name), "dev")
        commands = {
            found["metadata"]["name"]: found["spec"]["template"]["spec"]["containers"][0]["args"]
            for found in of_kind(objects, "Deployment")
        }
        config = named(objects, "ConfigMap", service.name)["data"]
        if service.has_database and service.publishes:
            assert commands == {service.name: ["run"], f"{service.name}-relay": ["relay"]}
            assert config["RELAY"] == "off"
        else:
            assert commands == {service.name: ["run"]}
            assert "RELAY" not in config


def test_a_database_is_migrated_before_a_release(topology: Topology, system: Path, any_helm: Helm) -> None:
    for service in topology.services.values():
        objects = any_helm.template(service_chart(system, service.name), "dev")
        jobs = [
            (found["spec"]["template"]["spec"]["containers"][0]["args"], found["metadata"]["annotations"])
            for found in of_kind(objects, "Job")
        ]
        assert bool(jobs) is service.has_database
        for arguments, marks in jobs:
            assert arguments == ["migrate"]
            assert marks["helm.sh/hook"] == "pre-install,pre-upgrade"


def test_a_migration_needs_nothing_that_is_installed_after_it(objects: list[dict[str, Any]]) -> None:
    hooks = {
        (found["kind"], found["metadata"]["name"])
        for found in objects
        if "pre-install" in found["metadata"].get("annotations", {}).get("helm.sh/hook", "")
    }
    for job in of_kind(objects, "Job"):
        spec = job["spec"]["template"]["spec"]
        assert ("ServiceAccount", spec["serviceAccountName"]) in hooks
        (source,) = spec["containers"][0]["envFrom"]
        assert ("ConfigMap", source["configMapRef"]["name"]) in hooks


def test_every_workload_has_one_network_policy_for_both_directions(system: Path, any_helm: Helm) -> None:
    for chart in charts(system):
        objects = any_helm.template(chart, "dev")
        workloads = sorted(found["metadata"]["name"] for found in of_kind(objects, "Deployment", "Job"))
        policies = list(of_kind(objects, "NetworkPolicy"))
        selected = [policy["spec"]["podSelector"]["matchLabels"]["app.kubernetes.io/instance"] for policy in policies]
        assert sorted(selected) == workloads
        assert all(policy["spec"]["policyTypes"] == ["Ingress", "Egress"] for policy in policies)


def test_a_deployment_has_replicas_or_an_autoscaler_and_never_both(system: Path, any_helm: Helm) -> None:
    for chart in charts(system):
        for environment in environments(chart):
            objects = any_helm.template(chart, environment)
            name = chart.parents[1].name
            scalers = [
                found
                for found in of_kind(objects, "HorizontalPodAutoscaler", "ScaledObject")
                if found["spec"]["scaleTargetRef"]["name"] == name
            ]
            fixed = "replicas" in named(objects, "Deployment", name)["spec"]
            assert len(scalers) + fixed == 1


def test_the_grace_period_is_that_of_the_design(topology: Topology, system: Path, any_helm: Helm) -> None:
    for service in topology.services.values():
        objects = any_helm.template(service_chart(system, service.name), "dev")
        pod = named(objects, "Deployment", service.name)["spec"]["template"]["spec"]
        assert pod["terminationGracePeriodSeconds"] == service.deployment.grace.total_seconds()
        assert pod["containers"][0]["lifecycle"] == {"preStop": {"sleep": {"seconds": 5}}}


def _distinct(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({json.dumps(found, sort_keys=True): found for found in objects}.values())
