"""The 49 situations of the tests, put to three ways of updating: `python benchmarks/update_comparison`.

Prints a table and writes it into `docs/reference/updates.md`. With the names of engines, only those are run and only
their verdicts are printed; with numbers, only those situations. Ends with 1 where `msgen update` loses an edit, drops a
change or refuses.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "merging")]

from engines import ENGINES, Engine, EngineFailed  # noqa: E402
from situations.rows import ROWS, Row  # noqa: E402
from table import publish, table  # noqa: E402
from verdict import Verdict, verdict  # noqa: E402

PAGE = ROOT / "docs" / "reference" / "updates.md"
AT_ONCE = 2


def main(arguments: Sequence[str]) -> int:
    engines = [engine for engine in ENGINES if engine.name in arguments] or list(ENGINES)
    rows = [row for row in ROWS if str(row.number) in arguments] or list(ROWS)
    verdicts = {engine.name: verdicts_of(engine, rows) for engine in engines}
    text = table(rows, verdicts)
    print(text)
    if (len(engines), len(rows)) == (len(ENGINES), len(ROWS)):
        publish(text, PAGE)
    return 0 if all(found.word in ("K", "X") for found in verdicts.get("msgen", [])) else 1


def verdicts_of(engine: type[Engine], rows: Sequence[Row]) -> list[Verdict]:
    with tempfile.TemporaryDirectory(prefix="update-comparison-") as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        ready = engine(Path(folder))
        return list(pool.map(partial(_verdict, ready, Path(folder)), rows))


def _verdict(engine: Engine, folder: Path, row: Row) -> Verdict:
    place = folder / f"row-{row.number}"
    place.mkdir()
    found = verdict(row, engine.update(row, place), engine.pristine)
    print(f"{engine.name}, {row.number} {row.name}: {found.word}  {found.remark}", file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EngineFailed as failure:
        sys.exit(str(failure))
