"""What a first run loads: half of what one service costs is imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GENERATOR = Path(__file__).parents[2] / "generator"
PROGRAM = """\
import sys
sys.path.insert(0, {generator!r})
sys.argv = ["msgen", "new", "shop", "--spec", "shop.yaml"]
from msgen.cli.app import main
try:
    main()
except SystemExit as end:
    print(end.code, *sys.modules)
"""


def test_a_new_system_is_written_without_what_only_others_need(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("msgen: 1\nname: shop\nservices:\n  orders: {api: rest}\n")

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(generator=str(GENERATOR))], cwd=tmp_path, capture_output=True, text=True
    )
    code, *loaded = done.stdout.split()

    assert code == "0", done.stderr
    assert {"msgen.rendering.in_memory", "msgen.lint.runner", "pydantic"} <= set(loaded)
    assert not {"msgen.merging.text", "copier", "prompt_toolkit", "rich", "multiprocessing", "asyncio"} & set(loaded)


def test_what_is_installed_is_not_searched_for_plugins(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("msgen: 1\nname: shop\nservices:\n  orders: {api: rest}\n")
    watched = "import importlib.metadata as metadata\nmetadata.entry_points = lambda **_: sys.exit('searched')\n"
    program = PROGRAM.format(generator=str(GENERATOR)).replace("sys.argv", f"{watched}sys.argv", 1)

    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)

    assert done.stdout.split()[:1] == ["0"], done.stderr
