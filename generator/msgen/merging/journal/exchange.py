"""Two files change places in one step, so that no moment is left in which somebody's save could be overwritten."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

_CURRENT_FOLDER = -100
_EXCHANGE = 2
_UNKNOWN = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}

_Rename = Callable[[int, bytes, int, bytes, int], int]


def exchange(first: Path, second: Path) -> bool:
    """False, with nothing done, where the system or the file system does not know how."""
    rename = _rename()
    if rename is None:
        return False
    import ctypes

    if rename(_CURRENT_FOLDER, os.fsencode(first), _CURRENT_FOLDER, os.fsencode(second), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNKNOWN:
        return False
    raise OSError(code, os.strerror(code), str(second))


@cache
def _rename() -> _Rename | None:
    import ctypes

    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is None:
        return None
    function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    rename: _Rename = function
    return rename
