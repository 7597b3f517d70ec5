"""Blueprints that write a handful of files, for tests of what becomes of files, whatever they hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from msgen.rendering.blueprint import available

MANIFEST = """\
_subdirectory: template
_templates_suffix: .jinja
_preserve_symlinks: true
_envops:
  trim_blocks: true
  lstrip_blocks: true
  keep_trailing_newline: true
  undefined: jinja2.StrictUndefined
_msgen:
  view: {view}
  version: "{version}"
{owners}"""
OWNERS = "  owners:\n    src/**/app/*.py: H\n"

Files = Mapping[str, str]
"""The text of templates, by their path below `template/`."""

SYSTEM: Files = MappingProxyType({
    "README.md.jinja": "{% for service in system.services %}{{ service.name }} is in {{ service.folder }}\n{% endfor %}",
})  # fmt: skip
SERVICE: Files = MappingProxyType({
    "Makefile": "test:\n\tpytest\n",
    ".gitignore": "*.log\n.env\n",
    "src/{{ service.package }}/__init__.py": "",
    "src/{{ service.package }}/settings.py.jinja": 'NAME = "{{ service.name }}"\nPORT = 8080\n',
    "src/{{ service.package }}/app/use_case.py.jinja":
        'from {{ service.package }}.settings import NAME\n\n\ndef answer() -> str:\n    return NAME\n',
})  # fmt: skip


def blueprint_set(
    folder: Path, *, version: str = "1.0", system: Files = SYSTEM, service: Files = SERVICE, owners: str = OWNERS
) -> Path:
    """A folder for `--blueprints`: `system` and `python-service` write these files, all other blueprints none."""
    written = {"system": system, "python-service": service}
    for name in available():
        template = folder / name / "template"
        template.mkdir(parents=True)
        view = "system" if name == "system" else "service"
        manifest = MANIFEST.format(view=view, version=version, owners=owners if name == "python-service" else "")
        (folder / name / "copier.yml").write_text(manifest, encoding="utf-8")
        for path, text in written.get(name, {}).items():
            (template / path).parent.mkdir(parents=True, exist_ok=True)
            (template / path).write_text(text, encoding="utf-8")
    return folder
