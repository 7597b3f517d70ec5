"""The blueprints that a system is rendered from, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import Literal

from msgspec import Struct

from msgen.rendering.blueprint import Blueprint, available, load
from msgen.rendering.errors import BlueprintError

_CODE = "brings code, needs `--trust`"


class ListedBlueprint(Struct, frozen=True):
    name: str
    version: str
    makes: str
    """The first sentence of its README."""
    origin: Literal["msgen", "folder"]
    path: str
    code: tuple[str, ...]
    """What in it runs code of its own: it is refused without `--trust`."""


class Blueprints(Struct, frozen=True):
    """What `msgen blueprints --json` prints."""

    schema_version: Literal[1]
    blueprints: tuple[ListedBlueprint, ...]


def known_blueprints(folder: Path | None) -> Blueprints:
    """Those of a folder, or msgen's own."""
    names = available(folder)
    if not names:
        raise BlueprintError(f"there is no blueprint in `{folder}`\nhint: a blueprint is a folder with `copier.yml`")
    return Blueprints(1, tuple(_listed(load(name, folder)) for name in names))


def _listed(blueprint: Blueprint) -> ListedBlueprint:
    return ListedBlueprint(
        name=blueprint.name,
        version=blueprint.version,
        makes=_first_sentence(blueprint.root / "README.md"),
        origin="folder" if blueprint.custom else "msgen",
        path=str(blueprint.root),
        code=blueprint.code if blueprint.custom else (),
    )


def _first_sentence(readme: Path) -> str:
    """Of the first paragraph below the heading; empty where there is none."""
    if not readme.is_file():
        return ""
    paragraphs = readme.read_text(encoding="utf-8").split("\n\n")
    first = " ".join(next((text for text in paragraphs if not text.startswith("#")), "").split())
    return first.partition(". ")[0].removesuffix(".")


def told(blueprints: Blueprints, width: int) -> str:
    """A line for each, cut where it is too long; what brings code says so first."""
    return "\n".join(_lines(blueprints, width)) + "\n"


def _lines(blueprints: Blueprints, width: int) -> Iterator[str]:
    name = max(len(each.name) for each in blueprints.blueprints)
    version = max(len(each.version) for each in blueprints.blueprints)
    for each in blueprints.blueprints:
        start = f"{each.name:<{name}}  {each.version:<{version}}  "
        code = f"({_CODE}: {', '.join(each.code)}) " if each.code else ""
        yield f"{start}{shorten(code + each.makes, max(40, width - len(start)), placeholder=' ...')}".rstrip()
    yield ""
    yield f"from {Path(blueprints.blueprints[0].path).parent}"
