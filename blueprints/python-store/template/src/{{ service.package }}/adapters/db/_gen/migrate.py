"""Brings the database to the newest version of its tables."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config


def migrate(url: str, scripts: Path | None = None) -> None:
    """Run every migration that the database has not seen; from async code, call it in a thread.

    `scripts` is the folder `migrations`; left out, it is looked for above the service's source,
    then in the working directory.
    """
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", _escaped(str(scripts or _scripts())))
    config.set_main_option("sqlalchemy.url", _escaped(url))
    command.upgrade(config, "head")


def _scripts() -> Path:
    places = [*Path(__file__).resolve().parents, Path.cwd()]
    for place in places:
        if (place / "migrations" / "env.py").is_file():
            return place / "migrations"
    raise FileNotFoundError(
        f"no folder `migrations` above {Path(__file__).resolve().parent} or in {Path.cwd()}"
    )


def _escaped(value: str) -> str:
    """As an ini file says it, where `%` begins an interpolation."""
    return value.replace("%", "%%")
