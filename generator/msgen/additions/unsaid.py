"""Leaves out what a new service would be without saying so."""

from __future__ import annotations

from typing import Any

from msgen.additions.draft import Draft
from msgen.spec import SpecError, parse
from msgen.spec.document import Path
from msgen.topology import resolve
from msgen.topology.model import Service

_USUAL_ROLE = "service"
_DEFAULTED = ("exposure", "auth")


def without_what_is_usual(draft: Draft, path: Path, said: dict[str, Any], file: str) -> dict[str, Any]:
    """The role, the engine of the store, exposure and authentication, where the defaults give the same."""
    said = {key: value for key, value in said.items() if (key, value) != ("role", _USUAL_ROLE)}
    api = said.get("api")
    bare = {key: value for key, value in said.items() if key != "store" or isinstance(value, dict)}
    if isinstance(api, dict):
        bare["api"] = {key: value for key, value in api.items() if key not in _DEFAULTED}
    if bare == said:
        return said
    try:
        usual = resolve(parse(draft.with_key(path, bare, file).document)).services[str(path[-1])]
    except SpecError:
        return said
    return _as_said(said, usual)


def _as_said(said: dict[str, Any], usual: Service) -> dict[str, Any]:
    kept = {key: value for key, value in said.items() if (key, value) != ("store", usual.store.engine)}
    if isinstance(said.get("api"), dict):
        api = {
            key: value for key, value in said["api"].items() if key not in _DEFAULTED or getattr(usual, key) != value
        }
        kept["api"] = api.get("protocol", "rest") if api.keys() <= {"protocol"} else api
    return kept
