"""DAT: what services keep, copy and show again."""
