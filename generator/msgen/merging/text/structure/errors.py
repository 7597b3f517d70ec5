"""Why a collection is not merged by its keys."""


class Unmergeable(Exception):
    """Its entries cannot be told apart, were put into another order, or cannot be written beside the others."""
