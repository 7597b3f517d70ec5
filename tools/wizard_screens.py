"""Write the screens of `docs/guide/wizard.md` anew, from the wizard as it is: `python tools/wizard_screens.py`.

With `--check` nothing is written; screens that are others by now are named, and the exit code is 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "tests" / "support")]

from wizard_screens import PAGE, recorded, shown, updated  # noqa: E402


def main(arguments: list[str]) -> int:
    page, screens = PAGE.read_text("utf-8"), recorded()
    stale = [name for name, text in shown(page).items() if screens[name] != text]
    if "--check" in arguments:
        print("\n".join(f"docs/guide/wizard.md: the screen `{name}` is another one now" for name in stale))
        return 1 if stale else 0
    PAGE.write_text(updated(page, screens), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
