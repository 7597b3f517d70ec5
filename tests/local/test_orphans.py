from __future__ import annotations

import asyncio
import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_system import Bench

from msgen.local.processes import Launch, start
from msgen.local.record import Identity, ProcessRecord, identify, sweep

SLEEPER = (sys.executable, "-c", "import signal; print('up', flush=True); signal.pause()")

DRIVER = """
import asyncio, os, sys
from pathlib import Path
from msgen.local.console import Console
from msgen.local.options import UpOptions
from msgen.local.system import LocalService, LocalSystem
from msgen.local.up import up

root = Path(sys.argv[1])
service = LocalService("orders", "orders", root / "services" / "orders", has_events=True)
asyncio.run(up(LocalSystem("shop", root, (service,)), UpOptions(), Console(sys.stdout, sys.stderr)))
"""


def _ends(pid: int) -> bool:
    """Waits for the end of a process that need not be our child."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        readable, _, _ = select.select([handle], [], [], 30)
        return bool(readable)
    finally:
        os.close(handle)


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(SLEEPER, process_group=0, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal exists on Linux only")
def test_a_killed_supervisor_takes_its_services_and_the_broker_with_it(bench: Bench) -> None:
    bench.service("orders", has_events=True)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    supervisor = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(bench.root)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert supervisor.stdout is not None
    assert any("shop is ready" in line for line in supervisor.stdout)
    record = json.loads((bench.root / ".local" / "pids.json").read_text())
    assert sorted(item["name"] for item in record) == ["nats_server", "orders"]

    supervisor.kill()
    supervisor.wait()
    supervisor.stdout.close()

    assert all(_ends(item["pid"]) for item in record)
    assert "orders stopped" not in bench.diary


def test_what_an_earlier_run_left_behind_is_stopped_by_the_next_one(
    bench: Bench, sleeper: subprocess.Popen[str]
) -> None:
    bench.service("orders")
    (bench.root / ".local").mkdir()
    ProcessRecord(bench.root / ".local" / "pids.json").add("payments", sleeper.pid, SLEEPER)

    assert bench.run_until(bench.ready) == 0

    assert "stopped what an earlier run left behind: payments\n" in bench.err.getvalue()
    assert sleeper.wait() == -signal.SIGTERM


def test_an_orphan_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    deaf = (sys.executable, "-c", SLEEPER[2].replace("print", "signal.signal(15, signal.SIG_IGN); print"))
    process = subprocess.Popen(deaf, process_group=0, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    ProcessRecord(tmp_path / "pids.json").add("orders", process.pid, deaf)

    assert asyncio.run(sweep(tmp_path / "pids.json", grace=0.1)) == ("orders",)

    assert process.wait() == -signal.SIGKILL
    process.stdout.close()


@pytest.mark.parametrize("other", [{"started": "1"}, {"command": "python -m orders run"}])
def test_a_recycled_pid_is_left_alone(tmp_path: Path, sleeper: subprocess.Popen[str], other: dict[str, str]) -> None:
    record = tmp_path / "pids.json"
    ProcessRecord(record).add("orders", sleeper.pid, SLEEPER)
    entry = json.loads(record.read_text())[0] | other
    record.write_text(json.dumps([entry]))

    assert asyncio.run(sweep(record)) == ()

    assert sleeper.poll() is None


def test_a_damaged_record_sweeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "pids.json").write_text('[{"pid": ')

    assert asyncio.run(sweep(tmp_path / "pids.json")) == ()


def test_a_process_is_known_by_its_start_and_by_the_command_that_the_launcher_becomes() -> None:
    ours = Identity(7, "12345", "/venv/bin/python -m orders run")

    assert ours.is_same(Identity(7, "12345", "/venv/bin/python -m orders run"))
    assert ours.is_same(Identity(7, "12345", "/usr/bin/python launcher.py 1 /venv/bin/python -m orders run"))
    assert not ours.is_same(Identity(7, "99999", "/venv/bin/python -m orders run"))
    assert not ours.is_same(None)


def test_an_ended_process_has_no_identity(sleeper: subprocess.Popen[str]) -> None:
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)

    assert identify(sleeper.pid) is None


def test_a_service_takes_the_processes_it_started_with_it(tmp_path: Path) -> None:
    parent = (
        "import subprocess, sys; child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "print(child.pid, flush=True)"
    )
    lines: list[str] = []

    async def main() -> int:
        process = await start(
            Launch("orders", (sys.executable, "-c", parent, *SLEEPER), dict(os.environ), tmp_path),
            lines.append,
        )
        return await process.ended()

    assert asyncio.run(main()) == 0
    assert _ends(int(lines[0]))


@pytest.mark.skipif(shutil.which("ps") is None, reason="no ps")
def test_processes_are_told_apart_by_ps_where_there_is_no_proc(
    sleeper: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    ours = identify(sleeper.pid)

    assert ours is not None
    assert ours.command == " ".join(SLEEPER)
    assert ours.is_same(identify(sleeper.pid))
    assert not ours.is_same(identify(os.getpid()))
    sleeper.kill()
    sleeper.wait()
    assert identify(sleeper.pid) is None
