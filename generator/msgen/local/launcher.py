"""Become the given command, and die with the supervisor: `python -I -S launcher.py PID COMMAND...`.

The kernel ties the death signal to this process, and it stays across `exec`. A hook between fork and exec in
the supervisor would do the same, but is not safe beside its threads.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(supervisor: int, command: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != supervisor:
        # It died before the kernel knew: nobody would ever stop us.
        sys.exit(1)
    try:
        os.execv(command[0], command)
    except OSError as error:
        sys.exit(f"cannot start `{command[0]}`: {error.strerror}")


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
