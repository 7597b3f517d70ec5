"""The linters of OpenAPI and AsyncAPI documents, where they are installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_TOOLS = Path.home() / ".cache" / "msgen-tools"


def lint_with_spectral(document: Path) -> list[str]:
    """The errors of spectral's own rule sets; warnings ask for contacts, tags and servers."""
    spectral = _tool("SPECTRAL", "spectral")
    rules = document.parent / ".spectral.json"
    rules.write_text(json.dumps({"extends": ["spectral:oas", "spectral:asyncapi"]}))
    command = [spectral, "lint", "--quiet", "--ruleset", str(rules), "--format", "json", "--fail-severity", "error"]
    found = _run([*command, "--display-only-failures", str(document)], document.parent)
    return [f"{item['code']}: {item['message']} at {'.'.join(map(str, item['path']))}" for item in found]


def lint_with_redocly(document: Path) -> list[str]:
    """The errors of redocly's rules for what any document must keep."""
    redocly = _tool("REDOCLY", "redocly")
    command = [redocly, "lint", "--extends", "spec", "--format", "json", str(document)]
    problems = _run(command, document.parent)["problems"]
    return [f"{item['ruleId']}: {item['message']}" for item in problems if item["severity"] == "error"]


def _tool(variable: str, name: str) -> str:
    installed = shutil.which(name, path=f"{_TOOLS / 'node_modules' / '.bin'}:{_TOOLS / 'bin'}:{os.environ['PATH']}")
    tool = os.environ.get(variable) or installed
    if tool is None:
        pytest.skip(f"{name} is not installed (run `tools/install`, or set {variable})")
    return tool


def _run(command: list[str], folder: Path) -> Any:
    environment = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    return json.loads(result.stdout or "[]")
