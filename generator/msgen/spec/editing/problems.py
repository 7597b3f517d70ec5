"""What cannot be edited by a program."""


class UneditableError(Exception):
    """The change cannot be made without a person's eye; the message says why."""
