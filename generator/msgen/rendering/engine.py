"""Renders one blueprint: in memory, or by Copier itself where it has commands to run."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from msgen.rendering.blueprint import IGNORED, Blueprint
from msgen.rendering.errors import RenderingError, TemplateFailed
from msgen.rendering.in_memory import Rendering
from msgen.rendering.output import Output
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK, File, Tree


def render_blueprint(blueprint: Blueprint, view: Any, cache: Path | None, *, in_memory: bool = True) -> Tree:
    """What `blueprint` makes of `view`; where Copier itself renders, the files do not know their templates."""
    try:
        if in_memory and not blueprint.runs_commands:
            outputs = list(Rendering(blueprint, view, cache).outputs())
        else:
            outputs = list(_run_copy(blueprint, view))
    except RenderingError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and not isinstance(error, TemplateError):
            raise
        raise TemplateFailed(_explain(blueprint, error)) from error
    return Tree({output.path: _file(output, blueprint, view) for output in outputs})


def _run_copy(blueprint: Blueprint, view: Any) -> Iterator[Output]:
    """By Copier itself, through a private folder."""
    from copier import run_copy

    with tempfile.TemporaryDirectory(prefix="msgen-") as private:
        destination = Path(private, "output")
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
        for path in _paths(destination):
            yield _output(destination / path, path)


def _paths(destination: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(destination):
        links = (name for name in folders if os.path.islink(os.path.join(folder, name)))
        for name in [*files, *links]:
            yield Path(folder, name).relative_to(destination).as_posix()


def _output(written: Path, path: str) -> Output:
    if written.is_symlink():
        content, mode = os.fsencode(os.readlink(written)), SYMLINK
    else:
        content = written.read_bytes()
        mode = EXECUTABLE if written.stat().st_mode & 0o100 else REGULAR
    return Output(path, content, mode, "", {})


def _file(output: Output, blueprint: Blueprint, view: Any) -> File:
    return File(
        content=output.content,
        mode=output.mode,
        owner=blueprint.owner(output.path),
        blueprint=blueprint.name,
        template=output.template,
        subject="/".join(filter(None, map(_name, (view, *output.values.values())))),
    )


def _name(value: Any) -> str:
    """How the design calls what a view or an item of it stands for, or what tells it from others; else empty."""
    if isinstance(value, str):
        return value
    for attribute in ("object_path", "name", "path", "module"):
        named = getattr(value, attribute, None)
        if isinstance(named, str) and named:
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
