"""Puts the verbatim code of the store and events blueprints into an importable package, `stored_service`."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

HERE = Path(__file__).parent
BLUEPRINTS = HERE.parents[2] / "blueprints"
PACKAGE = "{{ service.package }}"
CORE = ("domain/_gen/errors.py", "domain/_gen/model.py", "platform/trace.py", "resilience/errors.py")
"""What the two blueprints need of `python-service`."""


def build_sample_service(root: Path) -> Path:
    """A service folder with `src/stored_service`, `migrations` and `alembic.ini`; returns its `src`."""
    package = root / "src" / "stored_service"
    core = BLUEPRINTS / "python-service" / "template" / "src" / PACKAGE
    for file in CORE:
        (package / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(core / file, package / file)
    for blueprint in ("python-store", "python-events"):
        template = BLUEPRINTS / blueprint / "template"
        for file in sorted(template.rglob("*")):
            target = root / _target(file.relative_to(template))
            if file.is_file() and file.suffix != ".jinja" and "__pycache__" not in file.parts:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target)
    _add_the_sample(root, package)
    for folder in [package, *(path for path in package.rglob("*") if path.is_dir())]:
        (folder / "__init__.py").touch()
    return root / "src"


def _target(file: Path) -> str:
    """Where a file goes in a service that has every capability."""
    return re.sub(r"{% if [^%]* %}|{% endif %}", "", str(file)).replace(PACKAGE, "stored_service")


def _add_the_sample(root: Path, package: Path) -> None:
    """What the generator would write for one aggregate that has a field of every type."""
    shutil.copy(HERE / "sample_domain" / "order.py", package / "domain" / "_gen" / "order.py")
    shutil.copy(HERE / "sample_domain" / "events.py", package / "domain" / "_gen" / "events.py")
    shutil.copy(HERE / "sample_domain" / "tables.py", package / "adapters" / "db" / "_gen" / "tables.py")
    shutil.copy(HERE / "sample_domain" / "repositories.py", package / "adapters" / "db" / "_gen" / "repositories.py")
    (package / "app").mkdir(exist_ok=True)
    shutil.copy(HERE / "sample_domain" / "ports.py", package / "app" / "ports.py")
    versions = root / "migrations" / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "sample_domain" / "first_migration.py", versions / "0001_tables.py")
