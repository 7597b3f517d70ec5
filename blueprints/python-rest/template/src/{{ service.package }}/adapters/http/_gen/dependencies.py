"""What routes ask FastAPI for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from ....app.ports import UseCases


async def use_cases_of(request: Request) -> UseCases:
    """The use cases of the app that serves the request.

    Async, because FastAPI would ask for the result of a plain function in a thread, for each request.
    """
    found: UseCases = request.app.state.use_cases
    return found


UseCasesOf = Annotated[UseCases, Depends(use_cases_of)]
