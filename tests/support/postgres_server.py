"""A PostgreSQL server of our own, as an unprivileged user, on a free port of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

UNPRIVILEGED = "nobody"


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`; `None` where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [Path(shutil.which("initdb") or "")]
    return found[-1].parent if found[-1].is_file() else None


@contextmanager
def postgres_server(folder: Path, bin_folder: Path) -> Iterator[str]:
    """Runs until the block ends; gives the URL without a database name."""
    port = _free_port()
    user: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = {"user": UNPRIVILEGED}
        shutil.chown(folder, UNPRIVILEGED)
    data = folder / "data"
    init = [str(bin_folder / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*init, "--no-sync"], check=True, capture_output=True, cwd=folder, **user)
    settings = f"-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off -c unix_socket_directories="
    control = [str(bin_folder / "pg_ctl"), "-D", str(data), "-w"]
    start = [*control, "-o", settings, "-l", str(folder / "log"), "start"]
    subprocess.run(start, check=True, cwd=folder, stdout=subprocess.DEVNULL, **user)
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        stop = [*control, "-m", "immediate", "stop"]
        subprocess.run(stop, check=True, cwd=folder, stdout=subprocess.DEVNULL, **user)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
