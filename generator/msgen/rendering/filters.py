"""The filters of Copier's templates: those of Jinja, and those of Ansible as soon as one is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import PurePath
from typing import Any

_Filter = Callable[..., Any]


class Filters(dict[str, _Filter]):
    """Looks for what it has not got among the filters of Ansible: their import takes time, and few templates do."""

    def __missing__(self, name: str) -> _Filter:
        return _of_ansible()[name]

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in _of_ansible()

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self[name]
        except KeyError:
            return default


@cache
def _of_ansible() -> Mapping[str, _Filter]:
    """Those that Copier brings along, with what Copier changes about them."""
    from jinja2_ansible_filters import FilterModule  # type: ignore[import-untyped]
    from pydantic_core import to_jsonable_python

    found: dict[str, _Filter] = FilterModule().filters()
    as_json = partial(to_jsonable_python, fallback=_path_as_text)
    return {**found, "to_json": partial(found["to_json"], default=as_json)}


def _path_as_text(value: Any) -> Any:
    return str(value) if isinstance(value, PurePath) else value
