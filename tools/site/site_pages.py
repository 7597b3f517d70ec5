"""The pages of the documentation site: which file each is made of, and where its links lead.

The site shows what the repository holds. Only this differs from the files: the index is `index.md`, the page of a rule
stands below `reference/rules/`, a link to code is its path, and the marks that tests read are left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
INDEX = DOCS / "README.md"
RULES = ROOT / "generator" / "msgen" / "lint" / "rules"
PROJECT = ("CHANGELOG.md", "CONTRIBUTING.md")
CAPTIONS = {
    "Learn it": "Guide",
    "Do it": "How-to",
    "Look it up": "Reference",
    "Understand it": "Concepts",
    "Why it is so": "Decisions",
}
"""Of the headings of the index: what the navigation calls them."""

_RULE = re.compile(r"# ([A-Z]{3}\d{2}): ")
_FENCED = re.compile(r"^(```+).*?^\1$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?!\w+:|#)(?P<path>[^)#\s]+)(?P<anchor>#[^)]*)?\)")
_MARK = re.compile(r"^<!-- [^\n]+ -->\n(?=```)|^<!-- stop -->\n", re.MULTILINE)


class LeadsNowhere(Exception):
    """A link to a file that is not there."""


def sources() -> dict[Path, str]:
    """Every file of the site, with its place in it."""
    found = {path: path.relative_to(DOCS).as_posix() for path in sorted(DOCS.rglob("*.md"))}
    found |= {path: path.relative_to(DOCS).as_posix() for path in sorted(DOCS.rglob("*.json"))}
    found |= {path: f"reference/rules/{rule}.md" for rule, path in sorted(_rules())}
    found |= {ROOT / name: name for name in PROJECT}
    return found | {INDEX: "index.md"}


def text_of(source: Path, places: Mapping[Path, str]) -> str:
    """The page as the site has it; a rule is reached from the table of rules, not from the navigation."""
    text = _MARK.sub("", source.read_text("utf-8"))
    text = with_links_moved(text, source, places)
    if source == INDEX:
        return text + "".join(navigation(source.read_text("utf-8")))
    return f"---\norphan: true\n---\n{text}" if RULES in source.parents else text


def navigation(index: str) -> Iterator[str]:
    """One list of pages for each section of the index, and one for the project itself."""
    for section in re.split(r"^## ", index, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        pages = [found["path"] for found in _LINK.finditer(body) if found["path"].endswith(".md")]
        yield _toctree(CAPTIONS[heading], dict.fromkeys(pages))
    yield _toctree("Project", PROJECT)


def with_links_moved(text: str, source: Path, places: Mapping[Path, str]) -> str:
    """The text with its links as the site needs them; what stands in code is no link."""
    parts, end = [], 0
    moved = partial(_moved, source=source, places=places)
    for code in _FENCED.finditer(text):
        parts += [_LINK.sub(moved, text[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*parts, _LINK.sub(moved, text[end:])])


def _rules() -> Iterator[tuple[str, Path]]:
    for path in RULES.rglob("*.md"):
        found = _RULE.match(path.read_text("utf-8"))
        if found:
            yield found[1], path


def _moved(link: re.Match[str], source: Path, places: Mapping[Path, str]) -> str:
    target = (source.parent / link["path"]).resolve()
    if not target.exists():
        raise LeadsNowhere(f"{source.relative_to(ROOT)}: there is no `{link['path']}`")
    if target not in places:
        return f"{link['text']} (`{target.relative_to(ROOT).as_posix()}`)"
    path = os.path.relpath(places[target], Path(places[source]).parent)
    return f"[{link['text']}]({Path(path).as_posix()}{link['anchor'] or ''})"


def _toctree(caption: str, pages: Iterable[str]) -> str:
    lines = "\n".join(pages)
    return f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{lines}\n```\n"
