from __future__ import annotations

import asyncio
import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from msgen.local.console import Console
from msgen.local.errors import LocalError
from msgen.local.logs import ProcessLog, readable
from msgen.local.processes import Launch, run_to_end


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class _Gone(io.StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError


def _prefixes(out: io.StringIO, environment: dict[str, str]) -> str:
    console = Console.for_streams(out, io.StringIO(), environment)
    console.expect(["web", "checkout"])
    console.log("web", "one")
    console.log("checkout", "two")
    return out.getvalue()


def test_prefixes_are_aligned() -> None:
    assert _prefixes(io.StringIO(), {}) == "web      | one\ncheckout | two\n"


def test_prefixes_are_coloured_on_a_terminal() -> None:
    assert _prefixes(_Terminal(), {}) == "\x1b[36mweb      |\x1b[0m one\n\x1b[32mcheckout |\x1b[0m two\n"


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colour_stays_plain(environment: dict[str, str]) -> None:
    assert "\x1b" not in _prefixes(_Terminal(), environment)


def test_colour_can_be_forced_into_a_file() -> None:
    assert "\x1b[36m" in _prefixes(io.StringIO(), {"CLICOLOR_FORCE": "1"})


def test_a_reader_that_has_gone_stops_nothing() -> None:
    err = io.StringIO()
    console = Console(_Gone(), err)

    console.show("ready")
    console.say("still here")

    assert err.getvalue() == "still here\n"


def test_an_error_says_what_and_what_to_do() -> None:
    err = io.StringIO()
    Console(io.StringIO(), err).error(LocalError("no broker", "install one"))

    assert err.getvalue() == "error: no broker\nhint: install one\n"


def test_a_structured_line_keeps_its_fields_and_an_ordinary_one_becomes_a_message(tmp_path: Path) -> None:
    out = io.StringIO()
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    log = ProcessLog("web", tmp_path, Console(out, io.StringIO()), clock=lambda: noon)

    log.write('{"level": "warning", "event": "slow", "ms": 90, "tags": ["a"]}')
    log.write("{not json}")
    log.write("7")
    log.close()

    assert out.getvalue() == 'web | warning slow ms=90 tags=["a"]\nweb | {not json}\nweb | 7\n'
    stamp = '{"service": "web", "time": "2026-01-01T12:00:00.000+00:00", '
    assert log.path.read_text().splitlines() == [
        stamp + '"level": "warning", "event": "slow", "ms": 90, "tags": ["a"]}',
        stamp + '"message": "{not json}"}',
        stamp + '"message": "7"}',
    ]
    assert log.tail[-1] == "7"


def test_a_record_without_a_message_shows_its_fields() -> None:
    assert readable({"severity": "INFO", "path": "/v1", "time": "now"}) == "info path=/v1"


@pytest.mark.parametrize(
    ("program", "lines"),
    [
        ("print('one'); print('two')", ["one", "two"]),
        ("import sys; print('out'); sys.stdout.flush(); print('err', file=sys.stderr)", ["out", "err"]),
        ("print('no end', end='')", ["no end"]),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\r\\n')", ["\ufffd"]),
        ("print('x' * 200_000)", ["x" * 200_000]),
    ],
)
def test_output_comes_line_by_line(tmp_path: Path, program: str, lines: list[str]) -> None:
    seen: list[str] = []
    launch = Launch("one", (sys.executable, "-c", program), dict(os.environ), tmp_path)

    assert asyncio.run(run_to_end(launch, seen.append)) == 0

    assert seen == lines


def test_a_program_that_does_not_exist_is_named(tmp_path: Path) -> None:
    seen: list[str] = []
    launch = Launch("one", ("/nowhere/python",), dict(os.environ), tmp_path)

    assert asyncio.run(run_to_end(launch, seen.append)) == 1

    assert seen == ["cannot start `/nowhere/python`: No such file or directory"]
