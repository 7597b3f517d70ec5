"""One `msgen up` for one system: a lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgen.local.errors import EnvironmentLacksError


@contextmanager
def exclusive(path: Path, pid: int) -> Iterator[None]:
    """Holds the lock for `pid`, the caller's own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EnvironmentLacksError(*_refusal(path)) from None
        file.truncate(0)
        file.write(f"{pid}\n")
        file.flush()
        yield


def _refusal(path: Path) -> tuple[str, str]:
    holder = path.read_text("utf-8").strip()
    other = f" (pid {holder})" if holder else ""
    stop = f"`kill {holder}`" if holder else "Ctrl-C"
    return f"another `msgen up`{other} runs this system", f"stop it with {stop}, or use its terminal"
