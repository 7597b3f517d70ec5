"""Variables that are no options of a command, and what each does."""

from __future__ import annotations

OTHERS = {
    "NO_COLOR": "Any value: no colours.",
    "CLICOLOR_FORCE": "Any value but `0`: colours also where no terminal is.",
    "TERM": "`dumb`: no colours, no progress, no pages.",
    "COLUMNS": "The width of tables and help, instead of the terminal's.",
    "CI": "Any value but `0` or `false`: no progress, no pages.",
    "MSGEN_ACCESSIBLE": "`1`: questions as plain numbered lines, for screen readers.",
    "MSGEN_NO_PROGRESS": "`1`: a long run does not say what it does.",
    "MSGEN_PAGER": "The program that shows long output on a terminal, instead of that of PAGER; `cat` for none.",
    "PAGER": "The same for all programs; `less -FRX` where neither is set.",
    "XDG_CACHE_HOME": "Compiled templates and stubs go to `msgen` in it; `~/.cache` unless set.",
    "XDG_STATE_HOME": "Answers of `msgen new` that are not finished go to `msgen` in it; `~/.local/state` unless set.",
}
