"""The documentation becomes a site: without a warning, whole, and with nothing from elsewhere."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def make_site(destination: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "site", f"SITE={destination}"], cwd=ROOT, capture_output=True, text=True, timeout=600
    )


def test_the_site_is_built_strictly_and_holds_every_page(tmp_path: Path) -> None:
    site = tmp_path / "site"

    done = make_site(site)

    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr.lower()
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    missing = [page for page in pages - {Path("README.html")} if not (site / page).exists()]
    assert missing == []
    assert "amplification" in (site / "searchindex.js").read_text("utf-8")
    assert 'href="reference/rules.html"' in (site / "index.html").read_text("utf-8")
