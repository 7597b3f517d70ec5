"""What several tests ask of an answer."""

from __future__ import annotations

from typing import Any

from http_client import Answer

PROBLEM_JSON = "application/problem+json"


def problem_of(answer: Answer, status: int, code: str = "") -> dict[str, Any]:
    """The problem that the answer must be: RFC 9457 with the members that every service has."""
    assert answer.status == status, answer
    problem = some_problem(answer)
    assert not code or problem["code"] == code, answer
    return problem


def some_problem(answer: Answer) -> dict[str, Any]:
    """The problem of any status that the answer must be."""
    assert answer.headers["Content-Type"].split(";")[0] == PROBLEM_JSON, answer
    problem: dict[str, Any] = answer.json
    assert {"type", "title", "status", "code"} <= problem.keys(), answer
    assert problem["status"] == answer.status, answer
    return problem


def names_field(problem: dict[str, Any], field: str) -> bool:
    """Whether one of the errors stands at the field, or at a part of it."""
    found = [error["field"] for error in problem.get("errors", ())]
    return any(name == field or name.startswith(f"{field}.") for name in found)
