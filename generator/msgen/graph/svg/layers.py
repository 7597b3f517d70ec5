"""In which column a service stands: right of all that call it, as far as the arrows allow."""

from __future__ import annotations

from msgen.graph.picture import Picture


def depths(shown: Picture) -> dict[str, int]:
    """The column of each service and external system; arrows that would close a circle are left out."""
    names = [*(service.name for service in shown.services()), *shown.externals]
    after: dict[str, list[str]] = {name: [] for name in names}
    for arrow in shown.arrows:
        if not _reaches(after, arrow.target, arrow.source):
            after[arrow.source].append(arrow.target)
    depth = dict.fromkeys(names, 0)
    for name in _in_order(after):
        for target in after[name]:
            depth[target] = max(depth[target], depth[name] + 1)
    return depth


def _reaches(after: dict[str, list[str]], start: str, goal: str) -> bool:
    waiting, seen = [start], {start}
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        found = [target for target in after[name] if target not in seen]
        seen.update(found)
        waiting += found
    return False


def _in_order(after: dict[str, list[str]]) -> list[str]:
    """Every name after all that point to it."""
    pending = dict.fromkeys(after, 0)
    for targets in after.values():
        for target in targets:
            pending[target] += 1
    ready = [name for name, count in pending.items() if count == 0]
    order: list[str] = []
    while ready:
        name = ready.pop(0)
        order.append(name)
        for target in after[name]:
            pending[target] -= 1
            if pending[target] == 0:
                ready.append(target)
    return order
