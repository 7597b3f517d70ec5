"""Questions at a terminal that can do more than print lines. Only this folder knows prompt_toolkit."""

from msgen.cli.asking.terminal.asker import TerminalAsker

__all__ = ["TerminalAsker"]
