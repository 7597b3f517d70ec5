"""The seeded use case of each operation and its mapping module."""

from msgen.plan.views.python.use_cases.view import UseCaseView, use_case_view

__all__ = ["UseCaseView", "use_case_view"]
