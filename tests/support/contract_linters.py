"""The linters of OpenAPI and AsyncAPI documents and of proto files, where they are installed."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from outside_tools import needed


def lint_with_spectral(document: Path) -> list[str]:
    """The errors of spectral's own rule sets; warnings ask for contacts, tags and servers."""
    rules = document.parent / ".spectral.json"
    rules.write_text(json.dumps({"extends": ["spectral:oas", "spectral:asyncapi"]}))
    command = [needed("spectral"), "lint", "--quiet", "--ruleset", str(rules), "--format", "json"]
    found = _run([*command, "--fail-severity", "error", "--display-only-failures", str(document)], document.parent)
    return [f"{item['code']}: {item['message']} at {'.'.join(map(str, item['path']))}" for item in found]


def lint_with_redocly(document: Path) -> list[str]:
    """The errors of redocly's rules for what any document must keep."""
    command = [needed("redocly"), "lint", "--extends", "spec", "--format", "json", str(document)]
    problems = _run(command, document.parent)["problems"]
    return [f"{item['ruleId']}: {item['message']}" for item in problems if item["severity"] == "error"]


def buf(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([needed("buf"), *arguments], cwd=folder, capture_output=True, text=True, timeout=120)


def _run(command: list[str | Path], folder: Path) -> Any:
    environment = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)
