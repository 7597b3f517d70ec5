"""Show pages of the documentation site as a browser does: wide and narrow, light and dark, in `build/site-pictures`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "build" / "site"
PICTURES = ROOT / "build" / "site-pictures"
PAGES = (
    "index",
    "guide/first-steps",
    "guide/first-system",
    "howto/change-a-contract",
    "reference/rules",
    "reference/rules/RES03",
    "reference/spec",
)
WIDTHS = {"wide": 1280, "phone": 390}
SCHEMES = {"dark": 0, "light": 1}
"""By name, what the browser calls it."""
HEIGHT = 2400


def main() -> int:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("error: Chromium is not installed", file=sys.stderr)
        return 3
    PICTURES.mkdir(parents=True, exist_ok=True)
    for page, width, scheme in product(PAGES, WIDTHS, SCHEMES):
        picture = PICTURES / f"{page.replace('/', '-')}-{width}-{scheme}.png"
        show(browser, SITE / f"{page}.html", picture, WIDTHS[width], SCHEMES[scheme])
        print(picture.relative_to(ROOT))
    return 0


def show(browser: str, page: Path, picture: Path, width: int, scheme: int) -> None:
    """One picture, by a browser that keeps nothing and reaches nobody."""
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
        command += [f"--user-data-dir={profile}", f"--window-size={width},{HEIGHT}", f"--screenshot={picture}"]
        command += ["--host-resolver-rules=MAP * ~NOTFOUND", f"--blink-settings=preferredColorScheme={scheme}"]
        subprocess.run([*command, page.as_uri()], check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    sys.exit(main())
