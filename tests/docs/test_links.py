"""Links between pages lead somewhere, and every page is reachable from the index."""

import re
from collections.abc import Iterator
from pathlib import Path

from pages import ROOT, pages

LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:)(?P<path>[^)#]*)(?:#(?P<anchor>[^)]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
DOCUMENTED = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *pages("docs/**/*.md")]


def links(page: Path) -> Iterator[tuple[Path, str]]:
    for found in LINK.finditer(CODE.sub("", page.read_text("utf-8"))):
        target = (page.parent / found["path"]).resolve() if found["path"] else page
        yield target, found["anchor"] or ""


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    headings = HEADING.findall(page.read_text("utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target.name}{'#' if anchor else ''}{anchor}"
        for page in DOCUMENTED
        for target, anchor in links(page)
        if not target.exists() or (anchor and anchor not in anchors(target))
    ]
    assert not broken


def test_every_page_is_reached_from_the_index_of_the_documentation() -> None:
    reached, waiting = set(), [ROOT / "docs" / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        waiting += [target for target, _ in links(page) if target.suffix == ".md" and target not in reached]
    assert not set(pages("docs/**/*.md")) - reached


def test_every_decision_has_a_number_of_its_own_and_says_why() -> None:
    decisions = pages("docs/decisions/[0-9]*.md")
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    incomplete = [
        path.name
        for path in decisions
        if [heading for heading in HEADING.findall(path.read_text("utf-8"))][1:] != ["Why", "What follows"]
    ]
    assert not incomplete
