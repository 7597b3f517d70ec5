"""Write what the recorded upgrade came to into `docs/reference/updates.md`: `.venv/bin/python tools/update_story.py`.

It lives through the story of `tests/merging/story`, which takes about a minute. Ends with 1 where an edit is lost.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "merging")]

from story.figures import lost, publish, table  # noqa: E402
from story.upgrade import upgrade  # noqa: E402


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="update-story-") as folder:
        story = upgrade(Path(folder))
    print(table(story))
    publish(table(story))
    return 1 if lost(story) else 0


if __name__ == "__main__":
    sys.exit(main())
