"""The log of an internal error, in the folder of temporary files."""

from __future__ import annotations

import os
import platform
import shlex
import sys
import tempfile
import traceback

import msgen


def save(error: Exception) -> str:
    """Write the traceback to a file of its own, and give its path."""
    handle, path = tempfile.mkstemp(prefix="msgen-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.write(f"msgen {msgen.__version__}, Python {platform.python_version()}, {platform.platform()}\n")
        log.write(f"$ {shlex.join(['msgen', *sys.argv[1:]])}\n\n")
        traceback.print_exception(error, file=log)
    return path
