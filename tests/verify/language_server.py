"""The YAML language server that editors use, spoken to as an editor speaks to it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CONFIGURATION = {"validate": True, "completion": True, "schemaStore": {"enable": False}}
"""The store of schemas is on the network."""


class LanguageServer:
    def __init__(self, program: Path, root: Path) -> None:
        self._root = root
        self._process = subprocess.Popen([program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._number = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}

    def __enter__(self) -> Self:
        capabilities = {"workspace": {"configuration": True}, "textDocument": {"publishDiagnostics": {}}}
        self._ask("initialize", {"processId": None, "rootUri": self._root.as_uri(), "capabilities": capabilities})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": CONFIGURATION}})
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()

    def marks(self, path: Path, text: str) -> list[dict[str, Any]]:
        """What is marked in a file with this text, which is opened for the first time."""
        assert path.as_uri() not in self._diagnostics
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        self._read_until(lambda message: path.as_uri() in self._diagnostics)
        return self._diagnostics[path.as_uri()]

    def completions(self, path: Path, line: int, character: int) -> set[str]:
        """What is offered at a place; lines and characters are counted from 0."""
        position = {"line": line, "character": character}
        found = self._ask("textDocument/completion", {"textDocument": {"uri": path.as_uri()}, "position": position})
        return {item["label"] for item in found["items"]}

    def _ask(self, method: str, params: Any) -> Any:
        self._number += 1
        number = self._number
        self._write({"id": number, "method": method, "params": params})
        answer = self._read_until(lambda message: message.get("id") == number and "method" not in message)
        return answer["result"]

    def _tell(self, method: str, params: Any) -> None:
        self._write({"method": method, "params": params})

    def _write(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read_until(self, is_meant: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The message that is meant; what the server asks meanwhile is answered."""
        while True:
            message = self._read()
            if message.get("method") == "textDocument/publishDiagnostics":
                self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
            elif "method" in message and "id" in message:
                self._write({"id": message["id"], "result": self._answer(message)})
            if is_meant(message):
                return message

    def _answer(self, message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [CONFIGURATION if item["section"] == "yaml" else {} for item in message["params"]["items"]]

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while (header := self._process.stdout.readline()) != b"\r\n":
            assert header, "the language server has gone"
            name, _, value = header.decode().partition(":")
            if name == "Content-Length":
                length = int(value)
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message
