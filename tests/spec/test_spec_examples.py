"""The examples of the language."""

from __future__ import annotations

from pathlib import Path

import pytest
from spec_mutations import VALID

from msgen.design.derived_operations import derived_operations
from msgen.spec import parse, read, read_text

EXAMPLES = Path(__file__).parents[2].parent / "shared" / "examples"
needs_examples = pytest.mark.skipif(
    not EXAMPLES.is_dir(), reason="the examples stand beside the checkout, in ../shared"
)


@needs_examples
@pytest.mark.parametrize("name", ["minimal", "bistro", "bistro-fixed"])
def test_an_example_is_a_valid_design(name: str) -> None:
    design = parse(read(EXAMPLES / f"{name}.yaml"))
    assert design.name == ("shop" if name == "minimal" else "bistro")


@needs_examples
def test_the_full_example_keeps_what_is_written() -> None:
    design = parse(read(EXAMPLES / "bistro.yaml"))
    assert list(design.services) == [
        "storefront", "ordering", "order-history", "kitchen", "delivery", "payments", "accounts",
    ]  # fmt: skip
    authorize = design.services["ordering"].api.operations["PlaceOrder"].calls[1]  # type: ignore[union-attr, index]
    assert authorize.with_ == {"amount": "total"}
    assert authorize.retry is not None
    assert authorize.retry.attempts == 1


@needs_examples
def test_the_minimal_example_has_at_most_ten_lines() -> None:
    lines = (EXAMPLES / "minimal.yaml").read_text().splitlines()
    assert len([line for line in lines if line.strip() and not line.strip().startswith("#")]) <= 10


def test_the_minimal_system_has_derived_operations() -> None:
    design = parse(read_text(VALID[0]))
    names = [operation.name for operation in derived_operations("payments", design.services["payments"])]
    assert names == ["CreatePayment", "GetPayment", "ListPayments", "UpdatePayment", "DeletePayment"]


def test_positions_are_those_of_keys_and_values() -> None:
    document = read_text(VALID[0])
    place = document.place(("services", "orders", "calls", 0, "to"))
    assert (place.key.line, place.key.column, place.key.end_column) == (6, 13, 21)
    assert document.location(("services", "payments", "api", "protocol")).line == 9
    assert document.location(("services", "payments", "store")).line == 8
