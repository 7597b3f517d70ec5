"""Renders plan after plan, so that the trees of a whole system need not be in memory at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct
from msgspec.structs import replace

from msgen.plan.migrations.steps import Data
from msgen.plan.model import RenderPlan
from msgen.rendering.blueprint import Blueprint, load
from msgen.rendering.cache import user_cache
from msgen.rendering.errors import PathRejected, UntrustedBlueprint
from msgen.rendering.stubs import compile_stubs
from msgen.rendering.stubs.process import CompilerProcess
from msgen.rendering.tree import Tree, join

if TYPE_CHECKING:
    from msgen.rendering.pool import Pool

BATCH = 8
"""Plans that are made together, before anything of them is rendered."""
AHEAD = 4
"""Plans that are rendered while the tree before them is used: enough to keep several processes busy."""


class Renderer:
    """With blueprints that are read once, and processes that stay until all is rendered."""

    def __init__(
        self,
        blueprints: Path | None,
        loaded: Iterable[Blueprint] = (),
        *,
        trust: bool = False,
        cache: Path | None = None,
        processes: int = 1,
    ) -> None:
        self._folder = blueprints
        self._known = {blueprint.name: blueprint for blueprint in loaded}
        self._trust = trust
        self._cache = cache or user_cache()
        self._processes = processes
        self._pool: Pool | None = None
        self._compiler = CompilerProcess()

    def __enter__(self) -> Self:
        if self._processes > 1:
            from msgen.rendering.pool import started

            self._pool = started(self._processes)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.close()
        self._compiler.close()

    def trees(self, plans: Iterable[RenderPlan]) -> Iterator[Tree]:
        """The tree of each plan, in their order; the processes are a few plans ahead of whoever takes the trees."""
        rendering: deque[tuple[RenderPlan, Iterator[Tree]]] = deque()
        for plan in self._admitted(plans):
            rendering.append((plan, self._rendering(plan)))
            if len(rendering) > AHEAD:
                yield self._finished(*rendering.popleft())
        while rendering:
            yield self._finished(*rendering.popleft())

    def _admitted(self, plans: Iterable[RenderPlan]) -> Iterator[RenderPlan]:
        """Those whose blueprints may run; asked for several at once, so that one question names all that bring code."""
        remaining = iter(plans)
        while batch := deque(islice(remaining, BATCH)):
            used = sorted({job.blueprint for plan in batch for job in plan.jobs})
            self._known |= {name: load(name, self._folder) for name in used if name not in self._known}
            _require_trust([self._known[name] for name in used], self._trust)
            while batch:
                yield batch.popleft()

    def _rendering(self, plan: RenderPlan) -> Iterator[Tree]:
        """The tree of each job."""
        tasks = [_Task(self._known[job.blueprint], job.destination, job.view, self._cache) for job in plan.jobs]
        return self._pool.results(_render_task, tasks) if self._pool is not None else map(_render_task, tasks)

    def _finished(self, plan: RenderPlan, jobs: Iterator[Tree]) -> Tree:
        rendered = _with_changes(join(jobs), plan.changes)
        return rendered | compile_stubs(plan.stubs, rendered, self._cache, self._compiler)


class _Task(Struct, frozen=True):
    blueprint: Blueprint
    destination: str
    view: Any
    cache: Path | None


def _render_task(task: _Task) -> Tree:
    from msgen.rendering.engine import render_blueprint

    tree = render_blueprint(task.blueprint, task.view, task.cache).under(task.destination)
    for path in tree:
        if ".msgen" in path.split("/"):
            raise PathRejected(f"blueprint `{task.blueprint.name}` writes `{path}`: `.msgen/` is for the record")
    return tree


def _require_trust(blueprints: Sequence[Blueprint], trust: bool) -> None:
    with_code = {blueprint.name: blueprint.code for blueprint in blueprints if blueprint.code}
    if with_code and not trust:
        listed = "\n".join(f"  {name}: {', '.join(code)}" for name, code in sorted(with_code.items()))
        raise UntrustedBlueprint(
            f"these blueprints bring code that would run here:\n{listed}\nhint: read it, then add `--trust`"
        )


def _with_changes(tree: Tree, changes: Mapping[str, Data]) -> Tree:
    """Each migration with what it does."""
    told = {path: replace(tree[path], changes=changes[path]) for path in changes if path in tree}
    return Tree({**tree, **told}) if told else tree
