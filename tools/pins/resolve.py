"""Resolve the dependencies of generated services once and write the table that msgen ships.

Run it with `make pins` after a change of capabilities.toml, or to take newer releases.
"""

import datetime
import json
import tomllib
from pathlib import Path

from resolution import Resolved, resolve

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "generator/msgen/plan/pins/table.json"


def main() -> None:
    groups = read_groups(HERE / "capabilities.toml")
    together = resolve(line for lines in groups.values() for line in lines)
    limits = [pin.requirement for pin in together.values()]
    table = {
        "dated": datetime.date.today().isoformat(),
        "groups": {name: group_entry(lines, limits) for name, lines in groups.items()},
        "packages": {name: package_entry(pin) for name, pin in sorted(together.items())},
    }
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    print(f"{len(together)} packages in {TABLE.name}")


def read_groups(path: Path) -> dict[str, list[str]]:
    """The requirement lines of each group."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {group: [name + rest for name, rest in sorted(ranges.items())] for group, ranges in tables.items()}


def group_entry(lines: list[str], limits: list[str]) -> dict[str, object]:
    """A group's own requirements and, for each package of its closure, where that package is needed."""
    closure = resolve(lines, limits)
    return {"direct": lines, "closure": {name: pin.marker for name, pin in sorted(closure.items())}}


def package_entry(pin: Resolved) -> dict[str, object]:
    return {"version": pin.version, "hashes": pin.hashes}


if __name__ == "__main__":
    main()
