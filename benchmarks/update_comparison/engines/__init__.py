"""The ways of updating that are compared."""

from __future__ import annotations

from engines.copier_update import CopierUpdate
from engines.engine import Engine, EngineFailed
from engines.msgen_update import MsgenUpdate
from engines.pristine_branch import PristineBranch

__all__ = ["ENGINES", "Engine", "EngineFailed"]

ENGINES: tuple[type[Engine], ...] = (CopierUpdate, PristineBranch, MsgenUpdate)
