"""The project of the situations: its blueprint in two versions, as sets that `--blueprints` takes."""

from __future__ import annotations

import shutil
from pathlib import Path

from msgen.rendering.blueprint import available

TEMPLATES = Path(__file__).with_name("blueprints")
VERSIONS = {"v1": "1.0", "v2": "2.0"}
SPEC = """\
msgen: 1
name: shop
description: {description}
services:
  tills:
    api: rest
"""
DESCRIPTION = "We sell things"
OTHER_DESCRIPTION = "We sell and lend things"
"""The answer that situations change."""

MANIFEST = """\
_subdirectory: template
_templates_suffix: .jinja
_preserve_symlinks: true
_envops:
  trim_blocks: true
  lstrip_blocks: true
  keep_trailing_newline: true
  undefined: jinja2.StrictUndefined
"""
_MSGEN = """\
_msgen:
  view: {view}
  version: "{version}"
"""


def blueprint_set(version: str, folder: Path) -> Path:
    """A set in which `system` has the project's files, and every other blueprint writes nothing."""
    for name in available():
        is_project = name == "system"
        blueprint = folder / name
        blueprint.mkdir(parents=True)
        own = _MSGEN.format(view="system" if is_project else "unused", version=VERSIONS[version])
        (blueprint / "copier.yml").write_text(MANIFEST + own, encoding="utf-8")
        if is_project:
            shutil.copytree(TEMPLATES / version, blueprint / "template", symlinks=True)
        else:
            (blueprint / "template").mkdir()
    return folder


def template(version: str, path: str) -> bytes:
    """A file that the blueprint copies as it is."""
    return (TEMPLATES / version / path).read_bytes()


def spec(description: str = DESCRIPTION) -> str:
    return SPEC.format(description=description)
