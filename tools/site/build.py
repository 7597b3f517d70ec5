"""Build the documentation site: `python tools/site/build.py [DEST]`, `build/site` unless a folder is named.

A warning is an error: a link or an anchor that leads nowhere, a page that nothing leads to. So is anything that a page
would load from another place than the site itself.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

from site_pages import ROOT, LeadsNowhere, sources, text_of
from sphinx.cmd.build import build_main

HERE = Path(__file__).resolve().parent
_LOADED = re.compile(
    r"<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=[\"'](?:https?:)?//[^\"']+", re.IGNORECASE
)
_IMPORTED = re.compile(r"(?:@import|url\()\s*[\"']?(?:https?:)?//[^\"')]+")


def main() -> int:
    destination = Path(sys.argv[1]).resolve() if sys.argv[1:] else ROOT / "build" / "site"
    if destination.exists():
        shutil.rmtree(destination)
    with tempfile.TemporaryDirectory() as folder:
        try:
            write_sources(Path(folder))
        except LeadsNowhere as error:
            print(f"error: {error}", file=sys.stderr)
            return 1
        code = build_main(
            ["-W", "--keep-going", "-q", "-c", str(HERE), "-d", f"{folder}/.trees", folder, str(destination)]
        )
    if code:
        return code
    foreign = sorted(loaded_from_elsewhere(destination))
    for found in foreign:
        print(f"error: loaded from elsewhere: {found}", file=sys.stderr)
    print(f"{len(list(destination.rglob('*.html')))} pages in `{destination}`", file=sys.stderr)
    return 1 if foreign else 0


def write_sources(folder: Path) -> None:
    """The pages as Sphinx reads them."""
    places = sources()
    for source, place in places.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".md":
            target.write_text(text_of(source, places), "utf-8")
        else:
            shutil.copyfile(source, target)


def loaded_from_elsewhere(site: Path) -> set[str]:
    """What a browser would fetch from other hosts to show a page; a link that a reader may follow is none."""
    found = set()
    for path in site.rglob("*"):
        if path.suffix in (".html", ".css"):
            text = path.read_text("utf-8")
            pattern = _LOADED if path.suffix == ".html" else _IMPORTED
            found |= {f"{path.relative_to(site)}: {match}" for match in pattern.findall(text)}
    return found


if __name__ == "__main__":
    sys.exit(main())
