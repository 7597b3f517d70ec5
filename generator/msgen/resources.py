"""Where the blueprints, partials and samples are: in a checkout, or bundled in the installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


class ResourcesMissing(Exception):
    """The installation lacks files that msgen ships."""

    exit_code = 3


def blueprints() -> Path:
    """The folder with one folder per bundled blueprint."""
    return _folder("blueprints")


def partials() -> Path:
    """The template fragments that blueprints share."""
    return _folder("partials")


def samples() -> Path:
    """The folder with one folder per sample system."""
    return _folder("samples")


def _folder(name: str) -> Path:
    folder = _root() / name
    if folder.is_dir():
        return folder
    raise ResourcesMissing(
        f"this installation of msgen is incomplete: there is no folder `{folder}`\n"
        "hint: install it again with `uv tool install --force msgen-cli`"
    )


def _root() -> Path:
    """`_bundled` exists in a wheel only, so an editable install always reads the checkout."""
    bundled = _PACKAGE / "_bundled"
    return bundled if bundled.is_dir() else _PACKAGE.parents[1]
