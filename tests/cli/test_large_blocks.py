"""Large blocks of memory go back to the system, also after the first one was freed."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, sys

class Usage(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")]

libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
libc.mallinfo2.restype = Usage
if sys.argv[1] == "given back":
    from msgen.cli.large_blocks import give_back_large_blocks
    give_back_large_blocks()
libc.free(libc.malloc(8 << 20))
before = libc.mallinfo2().hblks
libc.malloc(1 << 20)
print(libc.mallinfo2().hblks - before)
"""


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="only glibc keeps large blocks, and counts them"
)
@pytest.mark.parametrize(("how", "mapped"), [("as it is", 0), ("given back", 1)])
def test_a_large_block_is_a_mapping_of_its_own_also_after_a_larger_one_was_freed(how: str, mapped: int) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True)

    assert int(done.stdout) == mapped
