"""What a use case does by default, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from msgen.plan.views.python.messages import with_article
from msgen.plan.views.python.use_cases.situation import Situation


def purpose(use_case: Situation) -> str:
    """From the row to the calls to the events: `store an order, after asking `x`, and publish `Y``."""
    asked = _listed([call.path.split("->")[1] for call in use_case.operation.calls])
    told = _listed(use_case.operation.publishes)
    after = f", after asking {asked}" if asked else ""
    return f"{_deed(use_case)}{after}{f', and publish {told}' if told else ''}"


def _listed(names: Sequence[str]) -> str:
    """`` `a`, `b` and `c` ``."""
    quoted = [f"`{name}`" for name in names]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))


def _deed(use_case: Situation) -> str:
    noun = with_article(use_case.row.name) if use_case.row else ""
    match use_case.shape:
        case "create":
            return f"store {noun}"
        case "save":
            return f"store {noun}, a new one or a changed one"
        case "change" | "update":
            return f"change {noun}"
        case "delete":
            return f"remove {noun}"
        case "get":
            return f"show {noun}"
        case "list":
            return f"list what is stored, {noun} each"
        case "count":
            return "count what is stored"
        case _:
            return f"answer {with_article(use_case.operation.name)} request"
