"""What the exit code of a command says."""

DONE = 0
FOUND = 1
"""Findings at or above the threshold, conflicts, drift, a failed check."""
USAGE = 2
"""Wrong usage, or a spec that cannot be read."""
ENVIRONMENT = 3
"""The environment lacks something."""
UNTRUSTED = 4
"""A blueprint brings code, and `--trust` was not given."""
CHANGED_UNDERNEATH = 5
"""The target changed while the command ran."""
INTERNAL = 70
INTERRUPTED = 130

OF_EVERY_COMMAND = {INTERNAL: "internal error", INTERRUPTED: "interrupted"}
