"""The commands that look at, settle and hand over single files between two updates."""
