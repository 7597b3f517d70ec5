"""What a record says was generated, generated again: for a pack that is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgen.contracts.numbers import from_plain
from msgen.merging.baseline import pack, unpack
from msgen.merging.errors import RecordUnreadable
from msgen.merging.lock import Lock
from msgen.merging.record import git_files
from msgen.merging.unchanged import is_of_today
from msgen.plan.model import RenderPlan
from msgen.plan.planner import Planner, build_service
from msgen.rendering.blueprint import Blueprint
from msgen.rendering.render import render
from msgen.rendering.tree import File
from msgen.topology.unsliced import UnknownDesign, system_of, topology_of

_ROOT = ""


def generated_again(lock: Lock, blueprints: Sequence[Blueprint], *, trust: bool) -> Mapping[str, File] | None:
    """The files of the lost pack, by paths relative to their repository.

    `None` where they cannot be had: by other blueprints or another msgen, or where the result is not what the lock
    has the hash of.
    """
    if not is_of_today(lock, blueprints):
        return None
    try:
        plan = _plan(lock)
    except UnknownDesign:
        return None
    tree = render(plan, loaded=blueprints, trust=trust) | git_files()
    ejected = frozenset(entry.path for entry in lock.files if entry.owner == "ejected")
    packed = pack(tree, without=ejected)
    if packed.hash != lock.base_hash:
        return None
    return unpack(packed.content, lock, RecordUnreadable)


def _plan(lock: Lock) -> RenderPlan:
    design = lock.design.plain
    numbers = from_plain(design["numbers"])
    if lock.layout is None:
        return build_service(topology_of(design), numbers, design["service"]["name"], _ROOT)
    return Planner.of(system_of(design), numbers, _ROOT, lock.layout.folders).of_system()
