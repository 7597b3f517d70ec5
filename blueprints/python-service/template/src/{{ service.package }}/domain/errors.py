"""The errors of this service; each builds on one of the base errors, which every protocol knows."""

from ._gen.errors import AlreadyExists, InvalidInput, NotFound

__all__ = ["AlreadyExists", "InvalidInput", "NotFound"]
