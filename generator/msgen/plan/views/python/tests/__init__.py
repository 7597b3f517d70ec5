"""The view of the blueprint `python-tests`: what a generated service tests itself with."""

from msgen.plan.views.python.tests.view import TestsView, tests_view

__all__ = ["TestsView", "tests_view"]
