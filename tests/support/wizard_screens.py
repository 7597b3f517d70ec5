"""What a person sees of the wizard: screens of 80 columns, by their name in `docs/guide/wizard.md`."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from real_terminal import CTRL_C, DOWN, ENTER, RealTerminal

PAGE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "wizard.md"
_SCREEN = re.compile(r"(<!-- screen: (?P<name>[a-z-]+) -->\n```text\n)(?P<text>.*?)(^```$)", re.MULTILINE | re.DOTALL)
_COUNT = re.compile(r"\d+ create")


def shown(page: str) -> dict[str, str]:
    """The screens on the page."""
    return {found["name"]: found["text"] for found in _SCREEN.finditer(page)}


def updated(page: str, screens: dict[str, str]) -> str:
    return _SCREEN.sub(lambda found: f"{found[1]}{screens[found['name']]}{found[4]}", page)


def recorded() -> dict[str, str]:
    """Every screen, as the wizard shows it now."""
    with tempfile.TemporaryDirectory(prefix="wizard-") as folder:
        return {name: f"{_settled(text)}\n" for name, text in _story(Path(folder))}


def _settled(text: str) -> str:
    """How many files there are depends on the blueprints, which this page is not about."""
    return _COUNT.sub("... create", text)


def _story(folder: Path) -> Iterator[tuple[str, str]]:
    state, work = folder / "state", folder / "work"
    work.mkdir()
    yield from _quick_start(RealTerminal("new", cwd=work, state=state))
    yield from _stopped(RealTerminal("new", cwd=work, state=state))
    yield "resumed", _resumed(RealTerminal("new", cwd=work, state=state))
    yield "finding", _finding(RealTerminal("new", "bazaar", cwd=work, state=state))
    yield "existing", _existing(RealTerminal("new", "shop", cwd=work, state=state))


def _quick_start(terminal: RealTerminal) -> Iterator[tuple[str, str]]:
    yield "start", terminal.page("How do you want to start?")
    terminal.type(ENTER)
    terminal.page("What is the system called?")
    terminal.type("?")
    yield "why", terminal.part("System", "It names the folder")
    terminal.type(ENTER)
    terminal.page("Which services does it have?")
    terminal.type("orders, Payments")
    yield "wrong", terminal.part("Services", "`Payments` is not a name")
    terminal.type("\x15orders, payments, billing" + ENTER)
    yield "picture", terminal.part("┌─ orders", "Which services call each other")
    terminal.type(ENTER)
    terminal.answer("Which events", ENTER)
    terminal.answer("How much is at stake?", ENTER)
    yield "review", terminal.part("Review", "Write the system to")
    terminal.type(ENTER)
    terminal.end()
    yield "receipt", terminal.everything[terminal.everything.index("shop: 3 services") :]


def _stopped(terminal: RealTerminal) -> Iterator[tuple[str, str]]:
    terminal.answer("How do you want to start?", ENTER)
    terminal.answer("What is the system called?", "market" + ENTER)
    terminal.page("Which services does it have?")
    terminal.type(CTRL_C)
    terminal.end()
    yield "stopped", terminal.everything.splitlines()[-1]


def _resumed(terminal: RealTerminal) -> str:
    screen = terminal.page("There are 2 answers")
    terminal.kill()
    return screen


def _finding(terminal: RealTerminal) -> str:
    terminal.answer("How do you want to start?", DOWN * 3 + ENTER)
    for question in (
        "What is the system called?", "Which bounded contexts", "Which services does", "How is `orders` reached",
        "What does `orders` store?", "What can be asked of `orders`?", "How is `payments` reached",
        "What does `payments` store?", "What can be asked of `payments`?", "Which services call each other",
        "Which events",
    ):  # fmt: skip
        terminal.answer(question, ENTER)
    terminal.page("Which operations do users depend on most?")
    terminal.type("CreateOrder " + ENTER)
    terminal.answer("How often at the busiest time", ENTER)
    screen = terminal.part("Finding", "orders.store: `orders-db` has one replica")
    terminal.kill()
    return screen


def _existing(terminal: RealTerminal) -> str:
    screen = terminal.page("There is `shop/msgen.yaml` already.")
    terminal.kill()
    return screen
