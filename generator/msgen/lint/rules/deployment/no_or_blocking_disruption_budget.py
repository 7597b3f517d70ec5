"""DEP01: maintenance may take all pods of a service at once, or none of them ever."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Service

_NOTHING = ("0", "0%")


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        reason = _reason(service)
        if reason is not None:
            path = f"{service.name}.deployment.pdb"
            yield Smell(path, reason, fixes=(Fix("set `pdb` to `1`: one pod at a time", (Edit(path, 1),)),))


def _reason(service: Service) -> str | None:
    pods, budget = service.scaling.maximum, service.deployment.pdb
    if budget is None:
        return f"up to {pods} pods, and maintenance may take all of them at once" if pods > 1 else None
    return f"no pod may ever go (`pdb: {budget}`): every drain of a node waits for ever" if budget in _NOTHING else None


RULE = Rule(
    id="DEP01",
    title="No PDB / blocking PDB",
    severity="error",
    covers=("S6",),
    source="kube-linter checks pdb-*",
    condition="`deployment.pdb: off` with a `scaling.max` above 1, or `deployment.pdb` of `0` or `0%`",
    fix="automatic",
    check=check,
)
