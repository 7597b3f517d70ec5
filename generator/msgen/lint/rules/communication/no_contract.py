"""COM11: an operation of which nobody knows what goes in or comes out."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        for operation in service.operations if service.contract is None else ():
            messages = {"input": operation.input, "output": operation.output}
            unknown = [key for key, message in messages.items() if message.is_unknown]
            if unknown:
                yield Smell(
                    operation.object_path,
                    f"nobody knows its {' and '.join(unknown)}",
                    fixes=(
                        Fix(
                            "begin with what its name and its aggregate imply, and correct it",
                            tuple(Edit(f"{operation.object_path}.{key}", REMOVED) for key in unknown),
                        ),
                    ),
                )


RULE = Rule(
    id="COM11",
    title="No contract",
    severity="error",
    covers=("S3", "B3"),
    source="API first",
    condition="an operation of a service without `contract` has `input: unknown` or `output: unknown`",
    fix="automatic",
    check=check,
)
