"""One run of the pipeline, from a spec that was read to the files of a system."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from msgen.cli.place import Place, place_for, refuse_other_contexts
from msgen.cli.spec_location import WrittenSpec
from msgen.cli.system_schema import system_text
from msgen.contracts.allocation import allocate
from msgen.contracts.designs import design
from msgen.contracts.numbers import Numbers, write_numbers
from msgen.contracts.numbers_file import read_numbers
from msgen.design.system import Design
from msgen.merging.change_set import Change, ChangeSet
from msgen.merging.destination import examine, read
from msgen.merging.first_run import merge
from msgen.merging.journal.shelf import Shelf
from msgen.merging.lock import Layout as LockedLayout
from msgen.merging.ownership import stays
from msgen.merging.record import Carried, hash_inputs, inputs_of, record
from msgen.merging.roots import apart
from msgen.plan.planner import Planner, relative_folders, service_folders
from msgen.rendering.blueprint import Blueprint, available, load
from msgen.rendering.render import Progress, processes_for, unwatched
from msgen.rendering.renderer import Renderer
from msgen.rendering.tree import REGULAR, File, Tree, join, require_apart
from msgen.spec import Document, parse, read_beside
from msgen.spec.inputs import SCHEMA, input_files, require_inside, with_schema_comments
from msgen.spec.layout import Layout, with_layout
from msgen.spec.reader import NUMBERS
from msgen.topology import resolve

if TYPE_CHECKING:
    from msgen.plan.model import RenderPlan
    from msgen.topology.model import Topology


class Generation(Struct, frozen=True, dict=True):
    """What is generated, and where to."""

    document: Document
    design: Design
    topology: Topology
    place: Place
    blueprints: Path | None
    standing: Mapping[str, bytes]
    """The input files that stand in the place already; none where the system gets a copy of a spec from elsewhere."""

    @classmethod
    def of(cls, spec: WrittenSpec, layout: Layout | None, destination: Path | None, blueprints: Path | None) -> Self:
        """Parse, resolve, and find the place."""
        document = spec.document
        design = parse(document)
        found = input_files(document, design)
        if layout is not None:
            document = _changed(document, with_layout(document, layout))
            design = parse(document)
        topology = resolve(design)
        place = place_for(topology, destination)
        if spec.is_at(place.spec):
            return cls(document, design, topology, place, blueprints, found)
        require_inside(document, design)
        refuse_other_contexts(place, document)
        return cls(document, design, topology, place, blueprints, {})

    @cached_property
    def numbers(self) -> Numbers:
        """Those that are known, and new ones for what is new."""
        return allocate(self.topology, self._known_numbers)

    @cached_property
    def _known_numbers(self) -> Numbers:
        return read_numbers(self.document.numbers)

    @cached_property
    def _planner(self) -> Planner:
        return Planner.of(self.topology, self.numbers, self.place.home)

    @cached_property
    def _folders(self) -> Mapping[str, str]:
        """Of each repository, by its service; of the system's own by an empty name."""
        return {"": self.place.home, **service_folders(self.topology)}

    @cached_property
    def inputs(self) -> Mapping[str, bytes]:
        """The input files as the system has them afterwards, by their path in it."""
        files = with_schema_comments(self.document, input_files(self.document, self.design))
        return {**files, NUMBERS: self._numbers_text()}

    def _numbers_text(self) -> bytes:
        if self.document.numbers is None:
            return write_numbers(self.numbers).encode()
        from msgen.merging.numbers_text import numbers_text  # it loads the merging of texts, which a new system spares

        return numbers_text(self.numbers, self.document.numbers, self._known_numbers)

    @property
    def is_there_already(self) -> bool:
        """The place holds what these inputs generate; other inputs than those of the place are an error."""
        return examine(self.place.destination, self._input_hash, home=self.place.home) == "ours"

    def changes(self, *, trust: bool, progress: Progress = unwatched) -> ChangeSet:
        """Render everything and compare it with what is there, repository by repository."""
        shelf, changes = Shelf(), []
        with closing(self._rendered(trust=trust, progress=progress)) as rendered:
            for name, tree in rendered:
                found = self._changes_of(name, tree)
                changes += [replace(change, writes=shelf.holding(change.writes)) for change in found]
        require_apart(change.path for change in changes)
        return ChangeSet(tuple(sorted(changes, key=lambda change: change.path)))

    def whole(self, *, trust: bool, progress: Progress = unwatched) -> Tree:
        """Every file of the system, for a place where nothing stands."""
        return join(self._with_record(name, tree) for name, tree in self._rendered(trust=trust, progress=progress))

    def _rendered(self, *, trust: bool, progress: Progress) -> Generator[tuple[str, Tree]]:
        """The files of each repository but for its record, by paths relative to its folder."""
        folders = self._folders
        with Renderer(
            self.blueprints, self.loaded, trust=trust, processes=processes_for(len(self.topology.services))
        ) as renderer:
            trees = apart(renderer.trees(map(self._planned, folders)), [*folders.values()], folders.values())
            for number, (name, tree) in enumerate(zip(folders, trees, strict=True), start=1):
                progress(number, len(folders))
                yield name, tree if name else tree | self._input_tree()

    def _planned(self, name: str) -> RenderPlan:
        return self._planner.of_service(name) if name else self._planner.of_system()

    def _changes_of(self, name: str, files: Tree) -> tuple[Change, ...]:
        place = self.place
        tree = files.under(self._folders[name])
        staying = stays(tree, read(place.destination, tree), home=place.home)
        theirs = self._with_record(name, files, Tree({path: tree[path] for path in staying}))
        base = Tree() if name else _tree(self.standing).under(place.home)
        return merge(base, read(place.destination, theirs), theirs, home=place.home).changes

    def _with_record(self, name: str, files: Tree, ejected: Tree | None = None) -> Tree:
        """By paths below the destination."""
        folder = self._folders[name]
        tree = files.under(folder)
        return tree | record(
            tree,
            roots=(folder,),
            blueprints=self.loaded,
            designs={folder: design(self.topology, self.numbers, name)},
            inputs=inputs_of(self.inputs, self.loaded),
            layout=LockedLayout(self.topology.platform.layout, relative_folders(self.topology)),
            home=self.place.home,
            carried={folder: Carried(ejected=(ejected or Tree()).below(folder))},
        )

    def _input_tree(self) -> Tree:
        schema = File(system_text(self.design).encode(), REGULAR, "R")
        return _tree(self.inputs) | Tree({SCHEMA: schema})

    @cached_property
    def loaded(self) -> tuple[Blueprint, ...]:
        """Every blueprint that there is."""
        return tuple(load(name, self.blueprints) for name in available(self.blueprints))

    @cached_property
    def _input_hash(self) -> str:
        return hash_inputs(self.inputs, self.loaded)


def _tree(inputs: Mapping[str, bytes]) -> Tree:
    """What lies outside the system's folder is read where it is, and never written."""
    return Tree({path: File(content, REGULAR, "I") for path, content in inputs.items() if not path.startswith("../")})


def _changed(document: Document, content: bytes) -> Document:
    """The document with another content of its main file."""
    return read_beside(content, next(iter(document.contents)), document.folder)
