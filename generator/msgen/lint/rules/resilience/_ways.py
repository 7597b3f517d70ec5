"""The calls on the way to a callee, and what they take when each is made once."""

from __future__ import annotations

from msgen.analysis.amplification import tries
from msgen.analysis.calls import Calls, CallSite
from msgen.lint.review import Review
from msgen.lint.smell import Edit


def ways_to(calls: Calls, callee: str) -> tuple[CallSite, ...]:
    """Every call that a request on its way to a callee may come through, the last ones first."""
    found: dict[str, CallSite] = {}
    waiting, seen = [callee], {callee}
    for node in waiting:
        for site in calls.to(node):
            found[site.path] = site
            if site.caller not in seen:
                seen.add(site.caller)
                waiting.append(site.caller)
    return tuple(found.values())


def tried_once(review: Review, callee: str) -> tuple[Edit, ...]:
    """The edits after which nobody on the way to a callee tries twice."""
    sites = ways_to(review.analysis.calls, callee)
    once = tuple(Edit(f"{site.path}.retry.attempts", 1) for site in sites if site.call.retry.attempts > 1)
    return (*once, *mesh_gives_up(review, sites))


def mesh_gives_up(review: Review, sites: tuple[CallSite, ...]) -> tuple[Edit, ...]:
    """The edit after which the mesh leaves the tries of these calls to the application; none where it does so."""
    mesh = review.topology.platform.mesh
    is_doubled = any(tries(site.call, mesh) > site.call.retry.attempts for site in sites)
    return (Edit("platform.mesh.retries", False),) if is_doubled else ()
