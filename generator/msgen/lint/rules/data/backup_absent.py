"""DAT08: data in production that nothing brings back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgen.lint.durations import duration
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Backup, Store, Topology

NOTHING = Backup(None, None)


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    if topology.profile != "production":
        return
    strictest = _strictest(topology)
    for path, setting, store in _stores(topology):
        backup = store.backup or NOTHING
        missing = [name for name in ("rpo", "rto") if getattr(backup, name) is None]
        if store.exists and missing:
            yield Smell(
                path,
                f"{store.engine} keeps data, and `backup` says neither {' nor '.join(missing)}"
                if len(missing) > 1
                else f"{store.engine} keeps data, and `backup` does not say its {missing[0]}",
                fixes=(_fix(setting, backup, strictest),),
            )


def _stores(topology: Topology) -> Iterator[tuple[str, str, Store]]:
    """What a finding is about, the setting, and the store."""
    for service in topology.services.values():
        yield f"{service.name}.store", f"{service.name}.store", service.store
        for model in service.read_models:
            path = f"{service.name}.read_models.{model.name}"
            yield path, f"{path}.store", model.store


def _strictest(topology: Topology) -> Backup:
    """The least loss and the shortest restore that the design asks for anywhere."""
    backups = [store.backup for _, _, store in _stores(topology) if store.backup is not None]
    return Backup(
        min((item.rpo for item in backups if item.rpo is not None), default=None),
        min((item.rto for item in backups if item.rto is not None), default=None),
    )


def _fix(setting: str, own: Backup, strictest: Backup) -> Fix:
    """What the store lacks as the strictest other one has it; where none has, only the author can say."""
    rpo, rto = own.rpo or strictest.rpo, own.rto or strictest.rto
    if rpo is None or rto is None:
        return Fix("say what may be lost and how long a restore may take, such as `backup: {rpo: 5m, rto: 1h}`")
    return Fix(f"lose {duration(rpo)} at most and be back in {duration(rto)}", (_edit(setting, rpo, rto),))


def _edit(setting: str, rpo: timedelta, rto: timedelta) -> Edit:
    return Edit(f"{setting}.backup", {"rpo": duration(rpo), "rto": duration(rto)})


RULE = Rule(
    id="DAT08",
    title="Backup absent",
    severity="error",
    covers=("S5",),
    source="AWS Well-Architected",
    condition="a store of a service or a read model in the profile `production` without `backup.rpo` or `backup.rto`",
    fix="automatic",
    check=check,
)
