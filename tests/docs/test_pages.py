"""Every page does what it shows: its files are written, its commands run, their outputs compared."""

from itertools import takewhile
from pathlib import Path

import pytest
from pages import ROOT, blocks, pages
from surroundings import surroundings
from walkthrough import Walkthrough

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *pages("docs/guide/*.md"),
    *pages("docs/howto/*.md"),
    *pages("docs/concepts/*.md"),
    ROOT / "docs" / "performance.md",
]
WITH_SYSTEMS = [page for page in PAGES if any(block.is_slow for block in blocks(page))]


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_shows_what_its_commands_say(page: Path, tmp_path: Path) -> None:
    """Up to the first block that installs packages or starts a system."""
    with Walkthrough(tmp_path) as walkthrough:
        walkthrough.follow(takewhile(lambda block: not block.is_slow, blocks(page)))
    assert page.read_text("utf-8").startswith("# ")


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_SYSTEMS, ids=named)
def test_a_page_that_starts_a_system_shows_what_that_says(page: Path, tmp_path: Path) -> None:
    shown = list(blocks(page))
    with surroundings(shown) as variables, Walkthrough(tmp_path, variables) as walkthrough:
        walkthrough.follow(shown)
    assert any(block.is_slow for block in shown)
