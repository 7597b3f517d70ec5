"""Who asks in this process."""

from __future__ import annotations

import os
import sys

from msgen.cli.asking.asker import Asker
from msgen.cli.asking.plain import PlainAsker
from msgen.cli.asking.refusing import RefusingAsker
from msgen.cli.manners import ACCESSIBLE, is_wanted


def can_ask() -> bool:
    """A person sits at both ends: keys come from a terminal, and questions go to one."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def chosen_asker(*, yes: bool) -> Asker:
    """Nobody after `--yes` or without a terminal; plain lines where they are wished or all that there is."""
    if yes or not can_ask():
        return RefusingAsker(takes_defaults=yes)
    if is_wanted(ACCESSIBLE) or os.environ.get("TERM", "dumb") == "dumb":
        return PlainAsker()
    from msgen.cli.asking.terminal import TerminalAsker

    return TerminalAsker.of_this_process()
