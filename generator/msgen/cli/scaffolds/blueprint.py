"""A blueprint to begin with: its manifest, and one template that says what a service answers to."""

from __future__ import annotations

import re

from msgen.cli.usage import UsageError

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_MANIFEST = """\
# What stands below `template/` is written once per service. A name that ends in `.jinja` is a template, every other
# file is copied as it is.
_subdirectory: template
_templates_suffix: .jinja
_preserve_symlinks: true
_envops:
  trim_blocks: true
  lstrip_blocks: true
  keep_trailing_newline: true
  undefined: jinja2.StrictUndefined
_msgen:
  view: service
  version: "0.1"
  owners:
    "docs/own-*.md": H
"""
_TEMPLATE = """\
# {{ service.title }}

A service of the context `{{ service.context }}` of {{ service.system }}. It answers to:

{% if service.rest %}
- HTTP
{% endif %}
{% if service.grpc %}
- gRPC
{% endif %}
"""


def checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise UsageError(f"`{name}` is no name of a blueprint", "small letters, digits and `-`, as `security-notes`")
    return name


def files(name: str) -> dict[str, str]:
    """By their path in the folder of the blueprint."""
    return {"copier.yml": _MANIFEST, f"template/docs/{name}.md.jinja": _TEMPLATE}
