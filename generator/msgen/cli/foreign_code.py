"""Code in a folder that has no spec: a system that exists and can be recovered."""

from __future__ import annotations

from pathlib import Path

from msgen.cli.commands import is_known

SPEC = "msgen.yaml"

SIGNS = (
    "pyproject.toml", "requirements.txt", "package.json", "go.mod", "pom.xml", "build.gradle", "build.gradle.kts",
    "Cargo.toml", "Gemfile", "composer.json", "docker-compose.yml", "docker-compose.yaml", "compose.yaml",
    "compose.yml", "Dockerfile", "skaffold.yaml", "Chart.yaml",
)  # fmt: skip
"""Files that a repository with code has at its top."""


def advice(folder: Path) -> str:
    """Where to look instead; empty where there is no code, or a spec beside it."""
    sign = next((name for name in SIGNS if (folder / name).is_file()), None)
    if sign is None or (folder / SPEC).exists() or not is_known("import"):
        return ""
    return f"`{folder / sign}` shows that there is code: `msgen import {folder}` makes a spec of what exists"
