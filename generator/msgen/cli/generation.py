"""One run of the pipeline, from the text of a spec to the files of a system."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from msgen.cli.output import say

if TYPE_CHECKING:
    from msgen.contracts.numbers import Numbers
    from msgen.design.system import Design
    from msgen.merging.change_set import ChangeSet
    from msgen.plan.model import RenderPlan
    from msgen.rendering.blueprint import Blueprint
    from msgen.rendering.tree import Tree
    from msgen.topology.model import Topology

NUMBERS = "contracts/numbers.yaml"
SCHEMA = ".msgen/schema.json"


@dataclass(frozen=True)
class Generation:
    """What is generated, and where to."""

    design: Design
    topology: Topology
    numbers: Numbers
    plan: RenderPlan
    inputs: Mapping[str, bytes]
    """The files of the spec, by their path in the system."""
    destination: Path
    home: str
    """The system's own folder below the destination; empty in a mono-repo."""
    blueprints: Path | None

    @classmethod
    def of(
        cls,
        source: str,
        layout: Literal["mono-repo", "multi-repo"] | None,
        destination: Path | None,
        blueprints: Path | None,
    ) -> Self:
        """Read, parse, resolve and plan."""
        from msgen.contracts.allocation import allocate
        from msgen.contracts.numbers_file import read_numbers
        from msgen.plan.planner import build
        from msgen.spec import parse, read, read_text
        from msgen.spec.inputs import input_files
        from msgen.topology import resolve

        document = read_text(sys.stdin.read()) if source == "-" else read(source)
        design = _with_layout(parse(document), layout)
        topology = resolve(design)
        target, home = _place(topology, destination)
        numbers = allocate(topology, read_numbers(document.numbers))
        return cls(
            design, topology, numbers, build(topology, numbers, home), input_files(document, layout), target, home,
            blueprints,
        )  # fmt: skip

    @property
    def shown_root(self) -> str:
        return str(self.destination / self.home)

    def is_up_to_date(self) -> bool:
        """The destination holds exactly this already; what a killed run left is put in order first."""
        from msgen.merging.apply import recover
        from msgen.merging.destination import examine

        recover(self.destination, home=self.home)
        return examine(self.destination, self._input_hash(), home=self.home) == "ours"

    def changes(self, *, trust: bool) -> ChangeSet:
        """Render everything and compare it with what is there."""
        from msgen.merging.destination import read
        from msgen.merging.lock import Layout
        from msgen.merging.ownership import stays
        from msgen.merging.record import record
        from msgen.merging.three_way import merge
        from msgen.rendering.render import render
        from msgen.rendering.tree import Tree

        tree = render(self.plan, blueprints=self.blueprints, trust=trust) | self._input_tree()
        ejected = stays(tree, read(self.destination, tree), home=self.home)
        records = record(
            tree,
            roots=self.plan.roots,
            blueprints=self._used_blueprints(),
            designs=self._designs(),
            inputs=self._input_hash(),
            layout=Layout(self.topology.platform.layout, self._folders()),
            home=self.home,
            ejected=ejected,
        )
        theirs = tree | records
        return merge(Tree(), read(self.destination, theirs), theirs, home=self.home)

    def plan_text(self, change_set: ChangeSet) -> str:
        from msgen.merging.report import summary

        return f"{summary(change_set)}\n"

    def write(self, change_set: ChangeSet) -> None:
        """Apply the changes and say what was done, what was left out, and what to type next."""
        from msgen.merging.apply import apply
        from msgen.merging.report import counts_line

        report = apply(change_set, self.destination, home=self.home, waiting=lambda: say("waiting for another msgen"))
        count = len(self.topology.services)
        say(f"{self.topology.name}: {count} {'service' if count == 1 else 'services'} in `{self.shown_root}`")
        say(f"  {counts_line(report.counts)}")
        for line in self.topology.not_generated:
            say(f"not generated yet: {line}")
        say(f"next: `msgen up {self.shown_root}`")

    def _folders(self) -> dict[str, str]:
        from msgen.plan.planner import relative_folders

        return relative_folders(self.topology)

    def _input_tree(self) -> Tree:
        from msgen.contracts.numbers import write_numbers
        from msgen.rendering.tree import REGULAR, File, Tree
        from msgen.spec.schema import project_schema

        files = {path: File(content, REGULAR, "I", "", "") for path, content in self.inputs.items()}
        files[NUMBERS] = File(write_numbers(self.numbers).encode(), REGULAR, "I", "", "")
        schema = json.dumps(project_schema(self.design), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        files[SCHEMA] = File(schema.encode(), REGULAR, "R", "", "")
        return Tree(files).under(self.home)

    def _designs(self) -> dict[str, Any]:
        from msgen.plan.planner import service_folders
        from msgen.topology.slices import service_slice, system_slice

        folders = service_folders(self.topology)
        slices = {folders[name]: service_slice(self.topology, item) for name, item in self.topology.services.items()}
        return {self.home: system_slice(self.topology), **slices}

    def _used_blueprints(self) -> list[Blueprint]:
        from msgen.rendering.blueprint import load

        return [load(name, self.blueprints) for name in sorted({job.blueprint for job in self.plan.jobs})]

    def _input_hash(self) -> str:
        from msgen.contracts.numbers import write_numbers
        from msgen.merging.record import hash_inputs

        files = {**self.inputs, NUMBERS: write_numbers(self.numbers).encode()}
        return hash_inputs(files, self._used_blueprints())


def _with_layout(design: Design, layout: str | None) -> Design:
    from msgen.design.platform import Platform

    if layout is None:
        return design
    platform = (design.platform or Platform()).model_copy(update={"layout": layout})
    return design.model_copy(update={"platform": platform})


def _place(topology: Topology, destination: Path | None) -> tuple[Path, str]:
    """The destination, and the system's folder below it.

    A folder that holds a spec already is the system's own; with a repository per service, the services go beside it.
    """
    from msgen.plan.planner import system_folder

    if destination is None:
        destination = Path() if Path("msgen.yaml").is_file() else Path(topology.name)
    home = system_folder(topology)
    if home and (destination / "msgen.yaml").is_file():
        whole = destination.resolve()
        return whole.parent, whole.name
    return destination, home
