"""Small blueprints, written into a folder of the test's own, and views for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

SETTINGS = """\
_subdirectory: template
_templates_suffix: .jinja
_preserve_symlinks: true
_envops: {trim_blocks: true, lstrip_blocks: true, keep_trailing_newline: true, undefined: jinja2.StrictUndefined}
"""
SECOND_DIALECT = """\
_subdirectory: template
_templates_suffix: .jinja
_preserve_symlinks: true
_envops:
  trim_blocks: true
  lstrip_blocks: true
  keep_trailing_newline: true
  undefined: jinja2.StrictUndefined
  block_start_string: "[%"
  block_end_string: "%]"
  variable_start_string: "[%="
  variable_end_string: "%]"
  comment_start_string: "[%#"
  comment_end_string: "#]"
"""
PARTIALS = "_jinja_extensions: [msgen.rendering.environment.Partials]\n"
SERVICE_VIEW = "_msgen: {view: service}\n"


@dataclass(frozen=True)
class OperationView:
    name: str
    module: str
    object_path: str


@dataclass(frozen=True)
class ServiceView:
    name: str
    package: str
    operations: tuple[OperationView, ...] = ()
    has_store: bool = False


def service(name: str = "orders", *operations: str, has_store: bool = False) -> ServiceView:
    return ServiceView(
        name=name,
        package=name.replace("-", "_"),
        operations=tuple(OperationView(each, each.lower(), f"{name}.{each}") for each in operations),
        has_store=has_store,
    )


def write_blueprint(folder: Path, name: str, settings: str, files: Mapping[str, str | bytes]) -> Path:
    """A blueprint below `folder`; texts are dedented, and paths are relative to its `template/`."""
    root = folder / name
    root.mkdir(parents=True)
    (root / "copier.yml").write_text(settings)
    for path, content in files.items():
        target = root / "template" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
    return root


def write_everything(folder: Path) -> Path:
    """`blueprints/` and `partials/` that use all that blueprints may use, in both dialects."""
    blueprints = folder / "blueprints"
    package = "src/{{ service.package }}"
    operation = "{% yield operation from service.operations %}{{ operation.module }}{% endyield %}"
    python = write_blueprint(
        blueprints,
        "python",
        SETTINGS + PARTIALS + '_msgen: {view: service, owners: {"src/*/app/*.py": H, "src/*/app/ports.py": G}}\n',
        {
            f"{package}/app/ports.py": "PORTS = '{{ not a template }}'\n",
            f"{package}/app/{operation}.py.jinja": """\
                {% include "partials/python/origin.py.jinja" %}
                def {{ operation.name }}() -> str:
                    return "{{ operation.object_path }}"
                """,
            f"{package}/{operation}/note.txt.jinja": "{{ operation.name }} of {{ service.name }}\n",
            "{% if service.has_store %}migrations{% endif %}/env.py": "ENV = 1\n",
            "README.md.jinja": """\
                # {{ service.name }}

                {% for operation in service.operations %}
                - {{ operation.name }} größer
                {% endfor %}
                """,
            "logo.bin": bytes(range(256)),
            "run.sh": "#!/bin/sh\n",
            "no newline.txt.jinja": "{{ service.name }}",
        },
    )
    (python / "template/run.sh").chmod(0o775)
    (python / "template/README.md.jinja").chmod(0o600)
    (python / "template/docs").symlink_to("src")
    (python / "template/latest.sh").symlink_to("run.sh")
    write_blueprint(
        blueprints,
        "helm",
        SECOND_DIALECT + PARTIALS + SERVICE_VIEW,
        {
            "templates/[%= service.name %].yaml.jinja": """\
                [%# a comment #]
                name: {{ include "x" . }}
                [% if service.has_store %]
                store: true
                [% endif %]
                service: [%= service.name %]
                [% include "partials/python/origin.py.jinja" %]
                """,
        },
    )
    partial = folder / "partials/python/origin.py.jinja"
    partial.parent.mkdir(parents=True)
    partial.write_text("# {{ service.name }} / [%= service.name %]\n")
    return blueprints
