"""An edit beside a line in which the design renames something is no edit of that line."""

from __future__ import annotations

import pytest
from merged_lines import merged
from renamed_systems import EVERYTHING, SHOP, Change

from msgen.merging.renaming import RenamedLines

SETTINGS = "src/orders/settings.py"
CHART = "deploy/helm/values.yaml"
MINE = "    closing_time: int = 22\n"


@pytest.fixture(scope="module")
def change() -> Change:
    return Change(SHOP, EVERYTHING)


def test_a_setting_beside_a_renamed_one_is_merged(change: Change) -> None:
    text, clashes = merged(change, "purchases", SETTINGS, ("    billing_url: str", f"{MINE}    billing_url: str"))

    assert clashes == 0
    assert f'{MINE}    payments_url: str = Field(\n        default="grpc://payments:9090",\n' in text
    assert "billing" not in text


def test_a_value_below_a_renamed_key_is_merged(change: Change) -> None:
    text, clashes = merged(
        change, "purchases", CHART, ("  billing:\n", "  # Ask them first.\n  billing:\n    retries: 7\n")
    )

    assert clashes == 0
    assert "  # Ask them first.\n  payments:\n    retries: 7\n" in text


def test_lines_keep_the_endings_and_blanks_that_a_person_gave_them(change: Change) -> None:
    lines = RenamedLines(change.renames, "purchases")
    base, yours = b"a\n  billing: 1\nb\n", b"a\r\n  billing: 1  \r\nc\r\n"
    assert lines.agreed("p:t#services.orders", base, yours, b"a\n  payments: 1\nd\n", path="x") == (
        b"a\n  payments: 1\nb\n",
        b"a\r\n  payments: 1  \r\nc\r\n",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [("billing", "other"), ("BILLING", "payments"), ("elsewhere", "payments")],
)
def test_what_differs_in_other_names_stays_as_it_is(change: Change, old: str, new: str) -> None:
    lines = RenamedLines(change.renames, "purchases")
    base, theirs = f"a\n{old}\nb\n".encode(), f"a\n{new}\nb\n".encode()
    assert lines.agreed("p:t#services.orders", base, base + b"mine\n", theirs, path="x") == (base, base + b"mine\n")


def test_of_a_line_in_which_more_is_other_than_a_renamed_name_the_name_is_changed(change: Change) -> None:
    lines = RenamedLines(change.renames, "purchases")
    base, theirs = b"a\nbilling: 1\nb\n", b"a\npayments: 2\nb\n"
    agreed = b"a\npayments: 1\nb\n"
    assert lines.agreed("p:t#services.orders", base, base + b"mine\n", theirs, path="x") == (agreed, agreed + b"mine\n")


def test_names_that_change_places_are_told_apart() -> None:
    before = "msgen: 1\nname: s\nservices:\n  one: {api: rest}\n  two: {api: rest}\n"
    after = "msgen: 1\nname: s\nservices:\n  one: {api: rest, was: two}\n  two: {api: rest, was: one}\n"
    lines = RenamedLines(Change(before, after).renames, "one")
    base, theirs = b"x\nONE_URL\nTWO_URL\n", b"x\nTWO_URL\nONE_URL\n"
    assert lines.agreed("p:t#services.two", base, base + b"mine\n", theirs, path="x") == (theirs, theirs + b"mine\n")
