"""Changes of a spec's text: only the characters that a change concerns are touched."""

from .document import Change, edited
from .insertion import Insertion, inserted
from .problems import UneditableError

__all__ = ["Change", "Insertion", "UneditableError", "edited", "inserted"]
