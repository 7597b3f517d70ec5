"""A process's output: prefixed lines for people, JSON lines in `.local/logs/` for tools."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from msgen.local.console import Console

TAIL = 20
"""Lines kept for the report of a failure."""
_MESSAGE = ("event", "message", "msg")
_NOT_SHOWN = frozenset({"timestamp", "time", "ts", "level", "severity", "service", *_MESSAGE})


def _every_line(_line: str) -> bool:
    return True


class ProcessLog:
    """Where the lines of one process go, over all its restarts."""

    def __init__(
        self,
        name: str,
        folder: Path,
        console: Console,
        *,
        is_shown: Callable[[str], bool] = _every_line,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.path = folder / f"{name}.jsonl"
        self._name = name
        self._console = console
        self._is_shown = is_shown
        self._clock = clock
        self._tail: deque[str] = deque(maxlen=TAIL)
        folder.mkdir(parents=True, exist_ok=True)
        self._file: TextIO = self.path.open("w", encoding="utf-8")

    @property
    def tail(self) -> tuple[str, ...]:
        """The last lines, as people see them."""
        return tuple(self._tail)

    def write(self, line: str) -> None:
        record = _json_object(line)
        text = line if record is None else readable(record)
        self._tail.append(text)
        fields = {"message": line} if record is None else record
        stamp = {"service": self._name, "time": self._clock().isoformat(timespec="milliseconds")}
        print(json.dumps(stamp | fields, ensure_ascii=False), file=self._file, flush=True)
        if self._is_shown(line):
            self._console.log(self._name, text)

    def close(self) -> None:
        self._file.close()


def readable(record: dict[str, object]) -> str:
    """A structured line as a person reads it.

    >>> readable({"level": "info", "event": "order placed", "order_id": 7, "timestamp": "2026-01-01"})
    'info order placed order_id=7'
    """
    level = record.get("level", record.get("severity", ""))
    message = next((record[key] for key in _MESSAGE if key in record), "")
    others = (f"{key}={_plain(value)}" for key, value in record.items() if key not in _NOT_SHOWN)
    return " ".join(part for part in (str(level).lower(), str(message), *others) if part)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _json_object(line: str) -> dict[str, object] | None:
    if not line.startswith("{"):
        return None
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
