"""The stage from plan to tree: every job rendered, then the stubs of the rendered contracts compiled."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from typing import Any

from msgen.plan.model import Job, RenderPlan
from msgen.rendering.blueprint import Blueprint, load
from msgen.rendering.cache import user_cache
from msgen.rendering.errors import PathRejected, UntrustedBlueprint
from msgen.rendering.interrupts import uninterrupted
from msgen.rendering.stubs import compile_stubs
from msgen.rendering.tree import Tree, join

POOL_FROM_ROOTS = 8
"""Below this many service folders, starting processes costs more than they save."""


def render(
    plan: RenderPlan,
    *,
    blueprints: Path | None = None,
    trust: bool = False,
    cache: Path | None = None,
    processes: int | None = None,
) -> Tree:
    """Everything the plan asks for, in memory.

    `blueprints` is a folder to use in place of the bundled one; `cache` one in place of the user's;
    `processes` the number of processes, which never changes a byte.
    """
    cache = cache or user_cache()
    tasks = _tasks(plan.jobs, blueprints, cache)
    _require_trust([task.blueprint for task in tasks], trust)
    rendered = join(_run(tasks, processes or _processes(plan)))
    return rendered | compile_stubs(plan.stubs, rendered, cache)


@dataclass(frozen=True, slots=True)
class _Task:
    blueprint: Blueprint
    destination: str
    view: Any
    cache: Path | None


def _tasks(jobs: Sequence[Job], blueprints: Path | None, cache: Path | None) -> list[_Task]:
    loaded = {name: load(name, blueprints) for name in sorted({job.blueprint for job in jobs})}
    return [_Task(loaded[job.blueprint], job.destination, job.view, cache) for job in jobs]


def _require_trust(blueprints: Sequence[Blueprint], trust: bool) -> None:
    with_code = {blueprint.name: blueprint.code for blueprint in blueprints if blueprint.code}
    if with_code and not trust:
        listed = "\n".join(f"  {name}: {', '.join(code)}" for name, code in sorted(with_code.items()))
        raise UntrustedBlueprint(
            f"these blueprints bring code that would run here:\n{listed}\nhint: read it, then add `--trust`"
        )


def _processes(plan: RenderPlan) -> int:
    services = [root for root in plan.roots if root]
    return min(os.cpu_count() or 1, 8) if len(services) >= POOL_FROM_ROOTS else 1


def _run(tasks: Sequence[_Task], processes: int) -> Iterable[Tree]:
    """The tree of each task, in their order."""
    if processes == 1:
        return map(_render_task, tasks)
    try:
        return _run_in_pool(tasks, processes)
    except (BrokenProcessPool, OSError):
        return map(_render_task, tasks)


def _run_in_pool(tasks: Sequence[_Task], processes: int) -> list[Tree]:
    """Not every machine lets a program start processes and share locks with them: those raise here."""
    with ProcessPoolExecutor(processes, mp_context=_context(), initializer=_end_with_the_parent) as pool:
        with uninterrupted():  # a process that is only half started could not be ended
            results = pool.map(_render_task, tasks, chunksize=max(1, len(tasks) // (processes * 4)))
        return list(results)


def _context() -> multiprocessing.context.BaseContext:
    """Processes, never threads: Copier's working directory belongs to the whole process.

    Ctrl-C reaches every process of a terminal; it is left to the one that started the others to end them.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["msgen.rendering.engine"])
    resource_tracker.ensure_running()  # it unblocks Ctrl-C when it starts
    with uninterrupted():
        forkserver.ensure_running()
    return context


def _end_with_the_parent() -> None:
    """A process whose parent was killed would wait for its next task for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _render_task(task: _Task) -> Tree:
    from msgen.rendering.engine import render_blueprint

    tree = render_blueprint(task.blueprint, task.view, task.cache).under(task.destination)
    for path in tree:
        if ".msgen" in path.split("/"):
            raise PathRejected(f"blueprint `{task.blueprint.name}` writes `{path}`: `.msgen/` is for the record")
    return tree
