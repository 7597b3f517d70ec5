"""Random designs: small systems with everything that the language has, at its extremes. The same text for one seed."""

from __future__ import annotations

from random import Random

from .author import Author
from .yaml_text import as_yaml, commented

__all__ = ["commented", "random_design"]


def random_design(seed: int) -> str:
    """The YAML text of a system of one to nine services, nearly always a valid one."""
    return as_yaml(Author(Random(seed)).system())
