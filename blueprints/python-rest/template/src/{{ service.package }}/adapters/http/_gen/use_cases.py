"""What routes need of the app that serves them."""

from __future__ import annotations

from fastapi import Request

from ....app.ports import UseCases


def use_cases_of(request: Request) -> UseCases:
    """The use cases of the app that serves the request.

    A plain call: FastAPI goes through all parameters of a dependency as it does for the route.
    """
    found: UseCases = request.app.state.use_cases
    return found
