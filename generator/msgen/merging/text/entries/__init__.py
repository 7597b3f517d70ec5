"""YAML, JSON, TOML and lists of requirements as entries that take up whole lines."""

from msgen.merging.text.entries.entry import Entry, Value, comments
from msgen.merging.text.entries.readers import has_entries, read_entries
from msgen.merging.text.entries.requirements import distribution

__all__ = ["Entry", "Value", "comments", "distribution", "has_entries", "read_entries"]
