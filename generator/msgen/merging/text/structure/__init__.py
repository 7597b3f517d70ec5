"""The merge of YAML, JSON, TOML and requirements by their keys."""

from msgen.merging.text.structure.merge import merge_structure

__all__ = ["merge_structure"]
