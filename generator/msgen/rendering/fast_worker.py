"""Copier without what it repeats for each run and each file: same bytes, about a tenth of the time.

Built on names that Copier keeps private. With a Copier that lacks one of them this module cannot be imported,
and `engine` renders with the public `run_copy`. `tests/rendering/test_copier_contract.py` checks each name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from copier._jinja_ext import SandboxedEnvironment, get_yield_context
from copier._main import Worker
from copier._settings import SettingsModel
from copier._template import Template as CopierTemplate
from copier.errors import CopierError
from jinja2 import Template, TemplateError

from msgen.rendering.blueprint import IGNORED, Blueprint
from msgen.rendering.environment import bytecode_cache
from msgen.rendering.errors import PathRejected, TemplateFailed

OVERRIDDEN = (
    "template",
    "jinja_env",
    "answers_relpath",
    "_render_context",
    "_render_string",
    "_render_path",
    "_render_file",
    "_render_symlink",
    "_sync_git_index_executable_bit",
)
if missing := [name for name in OVERRIDDEN if not hasattr(Worker, name)]:
    raise ImportError(f"this Copier has no {', '.join(missing)}")


class FolderTemplate(CopierTemplate):
    """A template that is a plain folder: git is not asked about it."""

    @cached_property
    def vcs(self) -> None:
        return None


class QuietWorker(Worker):
    """Renders one blueprint into an empty folder, and reads no settings and no answers of the user."""

    def __init__(self, blueprint: Blueprint, view: Any, destination: Path, cache_folder: Path | None) -> None:
        super().__init__(
            src_path=str(blueprint.root),
            dst_path=destination,
            data={blueprint.view: view},
            settings=SettingsModel(),
            exclude=IGNORED,
            defaults=True,
            overwrite=True,
            quiet=True,
            unsafe=True,
        )
        self.blueprint = blueprint
        self.cache_folder = cache_folder

    @cached_property
    def template(self) -> CopierTemplate:
        return _template(self.blueprint)


class FastWorker(QuietWorker):
    """Renders with one environment per blueprint and process, and notes which template wrote which file."""

    @cached_property
    def origins(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """Output path to the template's path and the values that path parts added by `yield`."""
        return {}

    @cached_property
    def jinja_env(self) -> SandboxedEnvironment:
        return _environment(self.blueprint, self.cache_folder)

    @cached_property
    def _openings(self) -> tuple[str, str, str]:
        """Where a tag, a value or a comment begins in the blueprint's dialect."""
        environment = self.jinja_env
        return environment.block_start_string, environment.variable_start_string, environment.comment_start_string

    @property
    def answers_relpath(self) -> Path:
        """Copier renders this name for each path part, to tell the answers file; blueprints have none."""
        return Path(".copier-answers.yml")

    def _render_context(self) -> dict[str, Any]:
        """The view alone: no folder name, no path of this machine and no clock can reach an output."""
        return dict(self.data)

    def _render_string(self, string: str, extra_context: dict[str, Any] | None = None) -> str:
        if not any(opening in string for opening in self._openings):
            self._forget_yield()
            return string  # most parts of paths: nothing to compile
        compiled = _compiled(self.jinja_env, string)
        self._forget_yield()
        return compiled.render(self._render_context() | (extra_context or {}))

    def _render_path(self, relpath: Path) -> Iterator[tuple[Path, dict[str, Any] | None]]:
        try:
            yield from super()._render_path(relpath)
        except (TemplateError, CopierError) as error:
            where = f"{self.blueprint.name}/template/{relpath.as_posix()}"
            raise TemplateFailed(f"blueprint `{self.blueprint.name}`: path {where}: {error}") from error

    def _render_file(self, src_relpath: Path, dst_relpath: Path, extra_context: dict[str, Any] | None = None) -> None:
        self._note(src_relpath, dst_relpath, extra_context or {})
        self._forget_yield()
        super()._render_file(src_relpath, dst_relpath, extra_context)

    def _render_symlink(self, src_relpath: Path, dst_relpath: Path) -> None:
        self._note(src_relpath, dst_relpath, {})
        super()._render_symlink(src_relpath, dst_relpath)

    def _sync_git_index_executable_bit(self, dst_relpath: Path, src_mode: int) -> None:
        """Nothing: the destination is no repository, and Copier would start git for each file."""

    def _note(self, source: Path, target: Path, values: dict[str, Any]) -> None:
        path = target.as_posix()
        template = source.as_posix()
        if earlier := self.origins.get(path):
            both = " and ".join(f"`{each}`" for each in sorted({earlier[0], template}))
            raise PathRejected(f"blueprint `{self.blueprint.name}` writes `{path}` twice, from {both}")
        self.origins[path] = (template, values)

    def _forget_yield(self) -> None:
        """Copier forgets the last `yield` when it compiles, which a cached template never does again."""
        context = get_yield_context(self.jinja_env)
        context.yield_name = None
        context.yield_iterable = None


@cache
def _template(blueprint: Blueprint) -> CopierTemplate:
    return FolderTemplate(url=str(blueprint.root))


@cache
def _environment(blueprint: Blueprint, cache_folder: Path | None) -> SandboxedEnvironment:
    """The environment as Copier builds it; the digest in `blueprint` keeps a changed template apart."""
    environment = QuietWorker(blueprint, None, blueprint.root, cache_folder).jinja_env
    environment.auto_reload = False
    environment.bytecode_cache = bytecode_cache(cache_folder, environment)
    return environment


@cache
def _compiled(environment: SandboxedEnvironment, string: str) -> Template:
    return environment.from_string(string)
