"""The `copier.yml` of a blueprint: settings for Copier that are always the same, and what msgen wants to know."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from msgen.rendering.cache import fetch, store, tool_version, user_cache
from msgen.rendering.errors import BlueprintError
from msgen.rendering.release import release
from msgen.rendering.tree import Owner

CODE = ("_tasks", "_migrations")
"""Keys under which Copier finds commands to run."""

_FIXED = {"_subdirectory": "template", "_templates_suffix": ".jinja", "_preserve_symlinks": True}
_FIXED_ENVOPS = {
    "undefined": "jinja2.StrictUndefined",
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}
_KNOWN = {*_FIXED, *CODE, "_envops", "_jinja_extensions", "_min_copier_version", "_msgen"}


def read_configuration(name: str, path: Path) -> Mapping[str, Any]:
    """What the `copier.yml` of a blueprint says, where that is what msgen expects."""
    configuration = _read(name, path)
    if problems := list(_problems(configuration)):
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise BlueprintError(f"blueprint `{name}`: `copier.yml` is not what msgen expects:\n{listed}")
    return configuration


def _read(name: str, path: Path) -> dict[str, Any]:
    """The user's cache keeps it, for reading YAML is most of what a blueprint costs."""
    content, folder = path.read_bytes(), user_cache()
    entry = folder / "manifests" / f"{hashlib.sha256(content).hexdigest()}.json" if folder else None
    if entry and isinstance(known := _decoded(fetch(entry)), dict):
        return known
    configuration = _parsed(name, content)
    if entry and (encoded := _encoded(configuration)):
        store(entry, encoded)
    return configuration


def _encoded(configuration: dict[str, Any]) -> bytes | None:
    """As JSON, unless that would say something else: YAML has dates, and keys that are numbers."""
    try:
        encoded = json.dumps(configuration)
    except TypeError:
        return None
    return encoded.encode() if json.loads(encoded) == configuration else None


def _decoded(entry: bytes | None) -> Any:
    try:
        return json.loads(entry or b"")
    except ValueError:
        return None


def _parsed(name: str, content: bytes) -> dict[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        configuration = YAML(typ="safe").load(content)
    except YAMLError as error:
        raise BlueprintError(f"blueprint `{name}`: `copier.yml` is not YAML: {error}") from error
    if not isinstance(configuration, dict):
        raise BlueprintError(f"blueprint `{name}`: `copier.yml` is not a map of settings")
    return configuration


def _problems(configuration: Mapping[str, Any]) -> Iterator[str]:
    for key in configuration:
        if not str(key).startswith("_"):
            yield f"`{key}` is a question; a blueprint gets its view and asks nothing"
        elif key not in _KNOWN:
            yield f"`{key}` is not allowed in a blueprint"
    yield from _differences(configuration, _FIXED, "")
    envops = configuration.get("_envops")
    yield from _differences(envops if isinstance(envops, dict) else {}, _FIXED_ENVOPS, "_envops.")
    needed = configuration.get("_min_copier_version")
    if needed is not None and release(str(needed)) > release(tool_version("copier")):
        yield f"`_min_copier_version` is {needed}, and Copier {tool_version('copier')} is installed"
    yield from _manifest_problems(configuration.get("_msgen"))


def _differences(found: Mapping[str, Any], expected: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for key, value in expected.items():
        if found.get(key) != value:
            shown = str(value).lower() if isinstance(value, bool) else value
            yield f"`{prefix}{key}` must be `{shown}`"


def _manifest_problems(manifest: Any) -> Iterator[str]:
    if not isinstance(manifest, dict):
        yield "`_msgen` is missing: a map with `view` and, where files are not generated ones, `owners`"
        return
    for key in sorted(manifest.keys() - {"view", "owners", "version", "anchors"}):
        yield f"`_msgen.{key}` is not known"
    view = manifest.get("view")
    if not (isinstance(view, str) and view.isidentifier() and not view.startswith("_")):
        yield "`_msgen.view` must be the name under which templates see the view"
    anchors = manifest.get("anchors", {})
    if not isinstance(anchors, dict) or not all(isinstance(each, str) for each in (*anchors, *anchors.values())):
        yield "`_msgen.anchors` must map a glob to the text of a line"
    owners = manifest.get("owners", {})
    if not isinstance(owners, dict):
        yield "`_msgen.owners` must map a glob to `H`, `A` or `G`"
        return
    for glob, owner in owners.items():
        if owner not in get_args(Owner)[:3]:
            yield f"`_msgen.owners`: the owner of `{glob}` must be `H`, `A` or `G`, not `{owner}`"
