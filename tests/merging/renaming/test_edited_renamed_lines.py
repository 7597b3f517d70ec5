"""A person changed something else in a line in which the design renames something: afterwards it has both changes."""

from __future__ import annotations

import pytest
from merged_lines import merged
from renamed_systems import EVERYTHING, SHOP, Change

SETTINGS = "src/orders/settings.py"
OPENAPI = "contracts/openapi.yaml"


@pytest.fixture(scope="module")
def change() -> Change:
    return Change(SHOP, EVERYTHING)


@pytest.mark.parametrize(
    ("path", "was", "edited", "becomes"),
    [
        pytest.param(
            "src/orders/adapters/db/_gen/tables.py",
            'Column("customer", Text, nullable=False)',
            'Column("customer", Text, nullable=False, index=True)',
            'Column("buyer", Text, nullable=False, index=True)',
            id="a field",
        ),
        pytest.param(
            "src/orders/adapters/http/_gen/routes.py",
            'summary="Place order"',
            'summary="Place order, or ask for an offer"',
            'summary="Make purchase, or ask for an offer"',
            id="an operation",
        ),
        pytest.param(SETTINGS, "grpc://billing:9090", "grpc://billing:7070", "grpc://payments:7070", id="a service"),
        pytest.param(
            "src/orders/app/ports.py",
            "The stored order rows.",
            "The stored order rows, the newest first.",
            "The stored purchase rows, the newest first.",
            id="an aggregate",
        ),
        pytest.param(
            "contracts/asyncapi.yaml",
            "      title: Order placed",
            "      title: Order placed by a guest",
            "      title: Purchase made by a guest",
            id="an event",
        ),
    ],
)
def test_a_line_has_the_new_name_and_what_a_person_changed(
    change: Change, path: str, was: str, edited: str, becomes: str
) -> None:
    text, clashes = merged(change, "purchases", path, (was, edited))

    assert clashes == 0
    assert becomes in text


def test_a_schema_that_its_new_name_moves_keeps_what_a_person_wrote_into_it(change: Change) -> None:
    head = "    Address:\n      type: object\n"
    text, clashes = merged(change, "purchases", OPENAPI, (head, f"{head}      description: Where it goes.\n"))

    assert clashes == 0
    assert "    Place:\n      type: object\n      description: Where it goes.\n" in text
    assert "Address" not in text


def test_a_line_that_a_person_deleted_stays_deleted(change: Change) -> None:
    text, clashes = merged(change, "purchases", SETTINGS, ('        default="grpc://billing:9090",\n', ""))

    assert clashes == 0
    assert "grpc://" not in text
    assert "    payments_url: str = Field(\n" in text


def test_a_line_in_which_a_person_changed_the_very_name_is_shown_to_them(change: Change) -> None:
    text, clashes = merged(change, "purchases", SETTINGS, ("grpc://billing:9090", "grpc://invoicing:9090"))

    assert clashes == 1
    assert '<<<<<<< yours\n        default="grpc://invoicing:9090",\n|||||||\n' in text
    assert '=======\n        default="grpc://payments:9090",\n>>>>>>> blueprint\n' in text
    assert "    payments_url: str = Field(\n" in text


def test_a_line_that_has_little_of_the_old_one_is_shown_to_them(change: Change) -> None:
    text, clashes = merged(
        change, "purchases", SETTINGS, ('default="grpc://billing:9090"', 'default_factory=lambda: found("billing")')
    )

    assert clashes == 1
    assert 'default_factory=lambda: found("billing"),\n' in text


def test_lines_that_a_person_put_around_it_stay_where_they_are(change: Change) -> None:
    text, clashes = merged(
        change,
        "purchases",
        SETTINGS,
        (
            '        default="grpc://billing:9090",\n',
            '        # Ours.\n        default="grpc://billing:1",\n        # Ask.\n',
        ),
    )

    assert clashes == 0
    assert '        # Ours.\n        default="grpc://payments:1",\n        # Ask.\n' in text


def test_a_statement_that_the_new_name_breaks_into_lines_stays_on_those_of_a_person() -> None:
    longer = SHOP.replace(
        "        PlaceOrder:\n", "        SubmitThePurchaseOrderOfOneCustomer:\n          was: PlaceOrder\n"
    )
    now = "submit_the_purchase_order_of_one_customer"
    text, clashes = merged(
        Change(SHOP, longer),
        "orders",
        "src/orders/bootstrap.py",
        (
            "place_order=within(0.6, chosen(overrides.place_order",
            "place_order=within(0.9, chosen(overrides.place_order",
        ),
    )

    assert clashes == 0
    assert f"        {now}=within(0.9, chosen(overrides.{now}, SubmitThePurchaseOrderOfOneCustomer, ports)),\n" in text
