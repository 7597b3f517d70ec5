"""What the site makes of the files of the repository, before anything is built."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools" / "site"
sys.path.append(str(TOOLS))

from site_pages import DOCS, INDEX, LeadsNowhere, sources, text_of, with_links_moved  # noqa: E402


def written(folder: Path, text: str) -> Path:
    page = folder / "page.md"
    page.write_text(text, "utf-8")
    return page


def test_every_page_of_the_documentation_and_of_a_rule_has_its_place() -> None:
    places = sources()

    assert set(DOCS.rglob("*.md")) <= set(places)
    assert len([place for place in places.values() if re.fullmatch(r"reference/rules/[A-Z]{3}\d\d\.md", place)]) > 100
    assert len(set(places.values())) == len(places)


def test_the_index_becomes_the_navigation() -> None:
    text = text_of(INDEX, sources())

    captions = re.findall(r"^:caption: (.+)$", text, re.MULTILINE)
    assert captions == ["Guide", "How-to", "Reference", "Concepts", "Decisions", "Project"]
    assert "\nhowto/keep-your-edits.md\n" in text


def test_a_link_to_a_rule_leads_to_its_page_and_one_to_code_is_a_path() -> None:
    places = sources()

    assert "[RES03](rules/RES03.md)" in text_of(DOCS / "reference" / "rules.md", places)
    assert "(`tests/merging/situations/rows.py`)" in text_of(DOCS / "reference" / "updates.md", places)


def test_a_link_that_leads_nowhere_is_an_error_and_code_holds_no_links(tmp_path: Path) -> None:
    fenced = "```text\n[a](gone.md)\n```\n"
    shown = written(tmp_path, fenced)
    assert text_of(shown, {shown: "page.md"}) == fenced

    with pytest.raises(LeadsNowhere, match=r"docs/README\.md: there is no `gone\.md`"):
        with_links_moved("[a](gone.md)", INDEX, sources())
