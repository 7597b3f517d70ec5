"""What routes ask FastAPI for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from ....app.ports import UseCases


def use_cases_of(request: Request) -> UseCases:
    """The use cases of the app that serves the request."""
    found: UseCases = request.app.state.use_cases
    return found


UseCasesOf = Annotated[UseCases, Depends(use_cases_of)]
