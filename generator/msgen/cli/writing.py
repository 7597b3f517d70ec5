"""Single files that commands write beside what is generated: the spec after fixes, the baseline."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def replaced(path: Path, content: bytes) -> None:
    """The whole new content or the old one, whatever happens; the mode of an existing file stays."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
