"""What cannot be understood."""


class NotationError(Exception):
    """The message says what is allowed, with an example."""
