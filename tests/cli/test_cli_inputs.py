"""The spec and its files as the generated system keeps them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from command_line import COMMENT, SHOP, Msgen, Outcome, contents
from ruamel.yaml import YAML

MAIN = "msgen: 1\nname: shop\nservices:\n  orders: {api: rest, calls: [payments]}\n"
BILLING = "context: billing\nservices:\n  payments: {api: grpc, subscribes: [Shipped]}\n"
SHIPPING = "context: shipping\nservices:\n  parcels: {publishes: [Shipped]}\n"
COMMENT_BELOW = COMMENT.replace("./", "../")


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())


def test_context_files_and_included_ones_are_copied(msgen: Msgen, tmp_path: Path) -> None:
    spec = MAIN + "include: [teams/shipping.yaml]\n"
    write(
        tmp_path,
        {"spec/shop.yaml": spec, "spec/contexts/billing.yaml": BILLING, "spec/teams/shipping.yaml": SHIPPING},
    )

    outcome = msgen("new", "--spec", "spec/shop.yaml")

    assert outcome.code == 0, outcome.stderr
    system = tmp_path / "shop"
    assert (system / "msgen.yaml").read_text() == COMMENT + spec
    assert (system / "contexts/billing.yaml").read_text() == COMMENT_BELOW + BILLING
    assert (system / "teams/shipping.yaml").read_text() == COMMENT_BELOW + SHIPPING
    assert sorted(path.name for path in (system / "services").iterdir()) == ["orders", "parcels", "payments"]
    assert msgen("new", "shop") == Outcome(0, "", "`shop` is generated from this spec already: nothing to do\n")


def test_a_spec_keeps_its_bytes(msgen: Msgen, tmp_path: Path) -> None:
    spec = ("\ufeff" + SHOP.replace("\n", "\r\n")).encode()
    (tmp_path / "shop.yaml").write_bytes(spec)

    assert msgen("new", "--spec", "shop.yaml").code == 0
    comment = COMMENT.replace("\n", "\r\n").encode()
    assert (tmp_path / "shop/msgen.yaml").read_bytes() == spec[:3] + comment + spec[3:]


def test_a_schema_named_on_line_1_stays(msgen: Msgen, tmp_path: Path) -> None:
    spec = "# yaml-language-server: $schema=https://example.com/my.json\n" + SHOP
    write(tmp_path, {"shop.yaml": spec})

    assert msgen("new", "--spec", "shop.yaml").code == 0
    assert (tmp_path / "shop/msgen.yaml").read_text() == spec


def test_a_spec_from_stdin_finds_its_files_in_the_current_folder(msgen: Msgen, tmp_path: Path) -> None:
    write(tmp_path, {"contexts/billing.yaml": BILLING, "contexts/shipping.yaml": SHIPPING})

    outcome = msgen("new", "--spec", "-", stdin=MAIN.encode())

    assert outcome.code == 0, outcome.stderr
    assert (tmp_path / "shop/msgen.yaml").read_text() == COMMENT + MAIN
    assert (tmp_path / "shop/contexts/billing.yaml").read_text() == COMMENT_BELOW + BILLING


@pytest.mark.parametrize(
    ("stdin", "error"),
    [
        (b"", "error: the file is empty\n --> <stdin>:1:1\n"),
        (b"name: shop\xff\n", "error: the file is not UTF-8: byte 0xff\n --> <stdin>:1:11\n"),
        (b"msgen: 1\nname: Shop\n", "error: services: `services` is missing\n --> <stdin>:1:1\n"),
    ],
)
def test_an_unreadable_spec_from_stdin_is_told(msgen: Msgen, tmp_path: Path, stdin: bytes, error: str) -> None:
    outcome = msgen("new", "--spec", "-", stdin=stdin)

    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith(error)
    assert contents(tmp_path) == {}


def test_a_contract_that_the_spec_names_is_copied(msgen: Msgen, tmp_path: Path) -> None:
    spec = SHOP.replace("api: grpc", "api: {protocol: grpc, contract: contracts/pay.proto#shop.Payments}").replace(
        "    calls: [payments]\n", ""
    )
    proto = 'syntax = "proto3";\npackage shop;\nservice Payments {}\n'
    write(tmp_path, {"spec/shop.yaml": spec, "spec/contracts/pay.proto": proto, "spec/contracts/other.proto": proto})

    outcome = msgen("new", "--spec", "spec/shop.yaml")

    assert outcome.code == 0, outcome.stderr
    assert (tmp_path / "shop/contracts/pay.proto").read_text() == proto
    assert not (tmp_path / "shop/contracts/other.proto").exists()
    assert "not generated yet: existing contracts: payments\n" in outcome.stderr


def test_files_outside_the_folder_of_the_spec_cannot_be_copied(msgen: Msgen, tmp_path: Path) -> None:
    spec = MAIN + "include:\n  - ../billing.yaml\n  - ../teams\n"
    write(tmp_path, {"spec/shop.yaml": spec, "billing.yaml": BILLING, "teams/shipping.yaml": SHIPPING})
    before = contents(tmp_path)

    assert msgen("new", "--spec", "spec/shop.yaml") == Outcome(
        2,
        "",
        """\
error: `../billing.yaml` lies outside the folder of the spec
 --> spec/shop.yaml:6:5
  |
6 |   - ../billing.yaml
  |     ^^^^^^^^^^^^^^^
hint: move it below the folder of the spec, which is copied as a whole

error: `../teams` lies outside the folder of the spec
 --> spec/shop.yaml:7:5
  |
7 |   - ../teams
  |     ^^^^^^^^
hint: move it below the folder of the spec, which is copied as a whole

2 errors
""",
    )
    assert contents(tmp_path) == before


def test_a_system_may_include_what_lies_beside_it(msgen: Msgen, tmp_path: Path) -> None:
    spec = COMMENT + MAIN + "include: [../billing.yaml, ../shipping.yaml]\n"
    write(tmp_path, {"shop/msgen.yaml": spec, "billing.yaml": BILLING, "shipping.yaml": SHIPPING})

    outcome = msgen("new", "shop")

    assert outcome.code == 0, outcome.stderr
    assert (tmp_path / "billing.yaml").read_text() == BILLING
    assert (tmp_path / "shop/services/parcels").is_dir()
    (tmp_path / "billing.yaml").write_text("# changed\n" + BILLING)
    assert msgen("new", "shop").code == 2


def test_a_contract_that_is_not_there_is_told_where_it_is_named(msgen: Msgen, tmp_path: Path) -> None:
    write(tmp_path, {"shop.yaml": SHOP.replace("api: grpc", "api: {protocol: grpc, contract: pay.proto}")})

    outcome = msgen("new", "--spec", "shop.yaml")

    assert outcome.code == 2
    assert "error: pay.proto: there is no such file\n --> shop.yaml:9:37\n" in outcome.stderr


def test_numbers_beside_the_spec_are_kept_and_continued(msgen: Msgen, tmp_path: Path) -> None:
    spec = (
        "msgen: 1\nname: shop\nservices:\n  orders:\n    api: grpc\n    aggregates:\n      Order: {fields: {FIELDS}}\n"
    )
    write(tmp_path, {"one/shop.yaml": spec.replace("FIELDS", "total: int, note: string")})
    assert msgen("new", "first", "--spec", "one/shop.yaml").code == 0
    first = (tmp_path / "first/contracts/numbers.yaml").read_text()

    grown = spec.replace("FIELDS", "coupon: string, note: string, total: int")
    write(tmp_path, {"two/shop.yaml": grown, "two/contracts/numbers.yaml": first})
    assert msgen("new", "second", "--spec", "two/shop.yaml").code == 0

    before, after = (YAML(typ="safe").load(tmp_path / name / "contracts/numbers.yaml") for name in ("first", "second"))
    assert before != after
    for message, numbers in before.items():
        assert dict(list(after[message].items())[: len(numbers)]) == numbers
    added = {name for message in after for number, name in after[message].items() if number not in before[message]}
    assert added == {"coupon"}
    proto = (tmp_path / "second/services/orders/contracts/proto/shop/orders/v1/orders.proto").read_text()
    number = next(number for number, name in after["orders.Order"].items() if name == "coupon")
    assert f" coupon = {number};" in proto


def test_a_number_given_twice_is_told_and_nothing_is_written(msgen: Msgen, tmp_path: Path) -> None:
    numbers = "orders.Order:\n  1: id\n  2: total\n  2: note\n"
    write(tmp_path, {"shop.yaml": SHOP, "contracts/numbers.yaml": numbers})
    before = contents(tmp_path)

    outcome = msgen("new", "--spec", "shop.yaml")

    assert (outcome.code, outcome.stdout) == (2, "")
    assert "number 2 is given to `total` and to `note`" in outcome.stderr
    assert " --> contracts/numbers.yaml:4:3\n" in outcome.stderr
    assert contents(tmp_path) == before


def test_the_schema_of_the_project_accepts_its_spec_and_knows_its_names(generated_shop: Path) -> None:
    schema = json.loads((generated_shop / ".msgen/schema.json").read_text())
    spec = YAML(typ="safe").load(generated_shop / "msgen.yaml")

    jsonschema.validate(spec, schema)
    spec["services"]["orders"]["calls"] = ["payment"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spec, schema)
