"""What the exit code of a command says."""

DONE = 0
FOUND = 1
"""Findings at or above the threshold, conflicts, drift, a failed check."""
USAGE = 2
"""Wrong usage, or a spec that cannot be read."""
ENVIRONMENT = 3
UNTRUSTED = 4
CHANGED_UNDERNEATH = 5
INTERNAL = 70
INTERRUPTED = 130
