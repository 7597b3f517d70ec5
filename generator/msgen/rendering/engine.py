"""Renders one blueprint with Copier, through a private folder, into memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copier import run_copy
from jinja2 import TemplateError

from msgen.rendering.blueprint import IGNORED, Blueprint
from msgen.rendering.errors import RenderingError, TemplateFailed
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK, File, Tree

try:
    from msgen.rendering.fast_worker import FastWorker
except ImportError:
    HAS_FAST_WORKER = False
else:
    HAS_FAST_WORKER = True

_Origins = dict[str, tuple[str, dict[str, Any]]]


def render_blueprint(blueprint: Blueprint, view: Any, cache: Path | None, *, fast: bool = HAS_FAST_WORKER) -> Tree:
    """What `blueprint` makes of `view`; without the fast worker the files do not know their templates."""
    with tempfile.TemporaryDirectory(prefix="msgen-") as private:
        destination = Path(private, "output")
        destination.mkdir()
        try:
            if fast:
                origins = _run_fast(blueprint, view, destination, cache)
            else:
                origins = _run_stock(blueprint, view, destination)
        except RenderingError:
            raise
        except Exception as error:
            if isinstance(error, OSError) and not isinstance(error, TemplateError):
                raise
            raise TemplateFailed(_explain(blueprint, error)) from error
        return Tree({path: _file(destination, path, blueprint, view, origins) for path in _paths(destination)})


def _run_fast(blueprint: Blueprint, view: Any, destination: Path, cache: Path | None) -> _Origins:
    with FastWorker(blueprint, view, destination, cache) as worker:
        worker.run_copy()
    return worker.origins


def _run_stock(blueprint: Blueprint, view: Any, destination: Path) -> _Origins:
    run_copy(
        str(blueprint.root),
        destination,
        data={blueprint.view: view},
        exclude=IGNORED,
        defaults=True,
        overwrite=True,
        quiet=True,
        unsafe=True,
    )
    return {}


def _paths(destination: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(destination):
        links = (name for name in folders if os.path.islink(os.path.join(folder, name)))
        for name in [*files, *links]:
            yield Path(folder, name).relative_to(destination).as_posix()


def _file(destination: Path, path: str, blueprint: Blueprint, view: Any, origins: _Origins) -> File:
    output = destination / path
    template, values = origins.get(path, ("", {}))
    if output.is_symlink():
        content, mode = os.fsencode(os.readlink(output)), SYMLINK
    else:
        content = output.read_bytes()
        mode = EXECUTABLE if output.stat().st_mode & 0o100 else REGULAR
    return File(
        content=content,
        mode=mode,
        owner=blueprint.owner(path),
        blueprint=blueprint.name,
        template=template,
        subject="/".join(filter(None, map(_name, (view, *values.values())))),
    )


def _name(value: Any) -> str:
    """How the design calls what a view or an item of it stands for, or what tells it from others; else empty."""
    if isinstance(value, str):
        return value
    for attribute in ("object_path", "name", "path", "module"):
        named = getattr(value, attribute, None)
        if isinstance(named, str):
            return named
    return ""


def _explain(blueprint: Blueprint, error: Exception) -> str:
    """The template and line where rendering stopped, and what Jinja or Copier says about it."""
    place = _place(blueprint, error)
    message = f"blueprint `{blueprint.name}`: {place}{error or type(error).__name__}"
    if isinstance(error, TemplateError) and "partials/" in str(error):
        return f"{message}\nhint: name msgen's extension under `_jinja_extensions` in its `copier.yml`"
    return message


def _place(blueprint: Blueprint, error: Exception) -> str:
    """Jinja rewrites tracebacks, so that their last frame inside a template has its file and line."""
    filename, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    frame = error.__traceback__
    while frame is not None:
        code = frame.tb_frame.f_code
        if code.co_filename.endswith(".jinja"):
            filename, line = code.co_filename, frame.tb_lineno
        frame = frame.tb_next
    if not filename:
        return ""
    shown = os.path.relpath(filename, blueprint.root.parent).replace(os.sep, "/")
    return f"{shown}:{line}: "
