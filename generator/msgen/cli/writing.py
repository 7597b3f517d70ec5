"""Single files that commands write beside what is generated: the spec after fixes, the baseline."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
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


def replaced_in_spec(folder: Path, changed: Mapping[str, tuple[bytes, bytes]], *, command: str) -> None:
    """Files of a spec, with their old and new contents by name. In a generated system `msgen undo` takes it back."""
    from msgen.merging.lock import LOCK

    if (folder / LOCK).is_file():
        from msgen.merging.journal.fixes import write_fixes

        write_fixes(folder, changed, command=command)
        return
    for name, (_, content) in changed.items():
        replaced(folder / name, content)
