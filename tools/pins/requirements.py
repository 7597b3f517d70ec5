"""Write the hashed requirement files that msgen itself is installed from.

`run.txt` is what msgen imports. `dev.txt` adds the tools of this repository and whatever generated services
import, because blueprint code is typed and tested where it stands. `build.txt` builds the package, `docs.txt` the
documentation site.
Run it with `make requirements` after `make pins`; versions that the files already name are kept, unless
`--upgrade` is given.
"""

import sys
import tempfile
from pathlib import Path

from resolution import compile_text

from msgen.plan import pins

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "requirements"


def main() -> None:
    write("dev.txt", "pyproject.toml", "--group", "dev", extra=service_requirements())
    write("run.txt", "pyproject.toml", "--constraints", str(FOLDER / "dev.txt"))
    write("docs.txt", "--group", "docs")
    write("build.txt", extra=("hatchling>=1.27",))


def service_requirements() -> tuple[str, ...]:
    """What any generated service asks for, in exactly the versions that services get."""
    return pins.constraints(pins.CAPABILITIES)


def write(name: str, *arguments: str, extra: tuple[str, ...] = ()) -> None:
    target = FOLDER / name
    with tempfile.NamedTemporaryFile("w", suffix=".in") as lines:
        lines.write("\n".join(extra) + "\n")
        lines.flush()
        sources = [*arguments, *([lines.name] if extra else []), "--output-file", str(target)]
        compile_text(*sources, *sys.argv[1:], folder=ROOT)
    print(f"wrote requirements/{name}")


if __name__ == "__main__":
    main()
