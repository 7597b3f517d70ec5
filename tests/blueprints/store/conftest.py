"""Makes `stored_service` importable: the blueprints' own files, with a small domain."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from sample_package import build_sample_service

_FOLDER = tempfile.TemporaryDirectory(prefix="sample-service-")
sys.path.insert(0, str(build_sample_service(Path(_FOLDER.name))))

from sample_databases import database, database_url, postgres_url, sqlite_template  # noqa: E402

__all__ = ["database", "database_url", "postgres_url", "sqlite_template"]
