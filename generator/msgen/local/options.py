"""How `msgen up` is asked to run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class UpOptions:
    only: tuple[str, ...] = ()
    """Run these services, all they call (directly or not), and the broker; empty: all."""
    check: bool = False
    """Wait until all are ready, ask each one, show the answers, stop."""
    isolated: bool = False
    """One Python environment per service instead of one for all."""
    ready_within: timedelta = timedelta(seconds=60)
    """How long a check waits until all are ready."""
    stop_within: timedelta = timedelta(seconds=20)
    """How long a process may take to stop; then it is killed."""
    restart_after: tuple[float, ...] = (0.5, 1, 2, 5, 10, 30)
    """Seconds before a dead process is started again, by deaths in a row; the last one stays."""
