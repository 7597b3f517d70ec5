"""Fake services: real processes that keep to the contract of a generated service, and little else."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgen.local.console import Console
from msgen.local.options import UpOptions
from msgen.local.system import LocalExternal, LocalService, LocalSystem
from msgen.local.up import up

_SERVICE = """
import http.server, os, pathlib, signal, sys

NAME = "{name}"
DIARY = pathlib.Path(r"{diary}")
PORT = int(os.environ["{port}"])


def note(what):
    with DIARY.open("a") as diary:
        diary.write(f"{{NAME}} {{what}}\\n")


def is_ready():
    return True


def answer(path):
    return 200, "application/json", b"{{}}"


class Pages(http.server.BaseHTTPRequestHandler):
    told = False

    def do_GET(self):
        if self.path == "/readyz" and not is_ready():
            status, kind, body = 503, "text/plain", b""
        elif self.path in ("/livez", "/readyz", "/startupz"):
            status, kind, body = 200, "text/plain", b"ok"
        else:
            status, kind, body = answer(self.path)
        if self.path == "/readyz" and status == 200 and not Pages.told:
            Pages.told = True
            note("ready")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def stop(*_):
    note("stopped")
    os._exit(0)


def migrate():
    note("migrated")


{body}

if sys.argv[1] == "migrate":
    migrate()
else:
    signal.signal(signal.SIGTERM, stop)
    note("started")
    print(f"hello from {{NAME}}", flush=True)
    http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Pages).serve_forever()
"""


class Screen(io.StringIO):
    """A stream on which a test can await a text."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[tuple[str, asyncio.Event]] = []

    def write(self, text: str) -> int:
        count = super().write(text)
        for expected, seen in self._waiting:
            if expected in self.getvalue():
                seen.set()
        return count

    async def shows(self, expected: str) -> None:
        if expected in self.getvalue():
            return
        seen = asyncio.Event()
        self._waiting.append((expected, seen))
        await asyncio.wait_for(seen.wait(), 60)


@dataclass
class Bench:
    """A system of fake services below one folder, and the screens on which its run is seen."""

    root: Path
    services: dict[str, LocalService] = field(default_factory=dict)
    out: Screen = field(default_factory=Screen)
    err: Screen = field(default_factory=Screen)
    externals: tuple[LocalExternal, ...] = ()
    options: UpOptions = field(default_factory=UpOptions)

    @property
    def system(self) -> LocalSystem:
        return LocalSystem("shop", self.root, tuple(self.services.values()), self.externals)

    @property
    def diary(self) -> list[str]:
        """What the services did, in order."""
        path = self.root / "diary"
        return path.read_text().splitlines() if path.exists() else []

    def add(self, service: LocalService, body: str = "") -> None:
        """A service whose program may redefine `is_ready`, `answer`, `stop` and `migrate` in `body`."""
        package = service.folder / "src" / service.package
        package.mkdir(parents=True)
        port = "HTTP_PORT" if service.speaks("rest") else "METRICS_PORT"
        text = _SERVICE.format(name=service.name, diary=self.root / "diary", port=port, body=body)
        (package / "__main__.py").write_text(text)
        self.services[service.name] = service

    def service(self, name: str, body: str = "", **facts: object) -> LocalService:
        folder = self.root / "services" / name
        service = replace(LocalService(name, name.replace("-", "_"), folder), **facts)  # type: ignore[arg-type]
        self.add(service, body)
        return service

    def run(self, **options: object) -> int:
        return asyncio.run(self.up(**options))

    async def up(self, **options: object) -> int:
        chosen = replace(self.options, **options)  # type: ignore[arg-type]
        return await up(self.system, chosen, Console(self.out, self.err))

    def run_until(self, moment: Callable[[], Coroutine[object, object, None]], **options: object) -> int:
        """Starts the system, awaits a moment, then sends Ctrl-C."""

        async def main() -> int:
            running = asyncio.create_task(self.up(**options))
            waiting = asyncio.create_task(moment())
            await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if not running.done():
                await waiting
                os.kill(os.getpid(), signal.SIGINT)
            return await running

        return asyncio.run(main())

    async def ready(self) -> None:
        await self.out.shows("shop is ready")
