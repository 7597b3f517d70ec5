"""Charts rendered by msgen, and the documents that Helm renders from them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from msgen.plan.model import Job, RenderPlan
from msgen.plan.views.helm_service import helm_service_view
from msgen.plan.views.platform import platform_view
from msgen.rendering.render import render
from msgen.topology.model import Topology

BLUEPRINTS = Path(__file__).resolve().parents[2] / "blueprints"
_NAMESPACE = "bistro"

Build = Callable[[], Topology]
Written = Callable[[Build], Path]
"""Gives the folder of a system; each is written once."""


class PlainLoader(yaml.SafeLoader):
    """Dates stay text, as for Kubernetes."""


PlainLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def write_system(topology: Topology, folder: Path) -> Path:
    """Every chart of the system, in the folders of a mono-repo."""
    services = tuple(
        Job("helm-service", f"services/{service.name}", helm_service_view(topology, service))
        for service in topology.services.values()
    )
    plan = RenderPlan((*services, Job("platform", "", platform_view(topology))))
    for path, file in render(plan, blueprints=BLUEPRINTS, processes=1).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(file.content)
    return folder


def service_chart(system: Path, service: str) -> Path:
    return system / "services" / service / "deploy" / "helm"


def umbrella_chart(system: Path) -> Path:
    return system / "platform" / "helm"


def charts(system: Path) -> list[Path]:
    services = sorted((system / "services").iterdir())
    return [service_chart(system, folder.name) for folder in services]


def environments(chart: Path) -> list[str]:
    names = (path.name.removeprefix("values-").removesuffix(".yaml") for path in chart.glob("values-*.yaml"))
    return sorted(name for name in names if not name.endswith(".local"))


def values_files(chart: Path, environment: str) -> list[str]:
    names = (f"values-{environment}.yaml", f"values-{environment}.local.yaml")
    return [part for name in names for part in ("--values", str(chart / name))]


@dataclass(frozen=True)
class Helm:
    """One Helm binary, with folders of its own for what it remembers."""

    binary: Path
    home: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        folders = {f"HELM_{name}_HOME": str(self.home / name) for name in ("CACHE", "CONFIG", "DATA")}
        environ = {"PATH": os.environ["PATH"], "HOME": str(self.home), **folders}
        command = [str(self.binary), *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environ, check=False, timeout=120)

    def template(
        self, chart: Path, environment: str, *arguments: str, namespace: str = _NAMESPACE
    ) -> list[dict[str, Any]]:
        """The objects of a release of the chart in the namespace."""
        done = self.run(
            "template", "release", str(chart), "--namespace", namespace,
            *values_files(chart, environment), *arguments,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return documents(done.stdout)


def documents(text: str) -> list[dict[str, Any]]:
    return [found for found in yaml.load_all(text, PlainLoader) if found is not None]


def of_kind(objects: Iterable[Mapping[str, Any]], *kinds: str) -> Iterator[Mapping[str, Any]]:
    return (found for found in objects if found["kind"] in kinds)


def named(objects: Iterable[Mapping[str, Any]], kind: str, name: str) -> Mapping[str, Any]:
    return next(found for found in of_kind(objects, kind) if found["metadata"]["name"] == name)


def pod_templates(objects: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Name and pod of every workload."""
    for found in of_kind(objects, "Deployment", "Job"):
        yield found["metadata"]["name"], found["spec"]["template"]
    for found in of_kind(objects, "Pod"):
        yield found["metadata"]["name"], found
