"""msgen itself: Python, its blueprints, its rules, and the folders that it writes to."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import msgen
from msgen.cli.health.checkup import Check
from msgen.cli.health.command import command

_GROUP = "installation"
_OLDEST = (3, 11)
_AGAIN = "uv tool install --force msgen-cli"


def installation(blueprints: Path | None, spec_folder: Path) -> Iterator[Check]:
    yield Check(_GROUP, "msgen", "pass", f"{msgen.__version__} in {Path(msgen.__file__).parent}")
    yield command()
    yield _python()
    yield _blueprints(blueprints)
    yield _rules(spec_folder)
    yield from _folders()


def _python() -> Check:
    found = f"{platform.python_version()} ({sys.executable})"
    if sys.version_info[:2] < _OLDEST:
        return Check(_GROUP, "python", "fail", f"{found} is too old", _AGAIN)
    return Check(_GROUP, "python", "pass", found)


def _blueprints(folder: Path | None) -> Check:
    from msgen.cli.blueprint_list import known_blueprints
    from msgen.rendering.errors import BlueprintError
    from msgen.resources import ResourcesMissing

    try:
        found = known_blueprints(folder).blueprints
    except (BlueprintError, ResourcesMissing) as error:
        said, _, hint = str(error).partition("\nhint: ")
        return Check(_GROUP, "blueprints", "fail", said, hint or "msgen blueprints")
    where = f"{len(found)} from {folder or 'msgen'}"
    code = [each.name for each in found if each.code]
    if code:
        return Check(_GROUP, "blueprints", "warn", f"{where}; code in {', '.join(code)}", "read it, then use `--trust`")
    return Check(_GROUP, "blueprints", "pass", where)


def _rules(spec_folder: Path) -> Check:
    from msgen.cli.rule_list import known_rules
    from msgen.cli.usage import UsageError
    from msgen.diagnostics import SpecError

    try:
        families = known_rules(spec_folder).families
    except (UsageError, SpecError) as error:
        said, _, hint = str(error).partition("\nhint: ")
        return Check(_GROUP, "rules", "fail", said.splitlines()[0], hint.splitlines()[0] if hint else "msgen rules")
    rules = [rule for family in families for rule in family.rules]
    house = sum(rule.origin == "house" for rule in rules)
    return Check(_GROUP, "rules", "pass", f"{len(rules) - house} of msgen, {house} of the house")


def _folders() -> Iterator[Check]:
    from msgen.cli.wizard.state.private_file import state_folder
    from msgen.rendering.cache import user_cache

    for name, folder, loss in (
        ("cache", user_cache(), "every run compiles its templates anew"),
        ("state", state_folder(), "answers of `msgen new` are not kept"),
    ):
        if folder is None:
            yield Check(_GROUP, name, "warn", f"there is no home; {loss}", "set HOME")
        elif not _is_writable(folder):
            yield Check(_GROUP, name, "warn", f"`{folder}` cannot be written; {loss}", f"chmod u+rwx {folder}")
        else:
            yield Check(_GROUP, name, "pass", str(folder))


def _is_writable(folder: Path) -> bool:
    """The folder, or the nearest one above it, in which it would be made."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
