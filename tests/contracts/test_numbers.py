import pytest
from contract_systems import fields, operation, service, system
from hypothesis import given
from hypothesis import strategies as st

from msgen.contracts.allocation import allocate
from msgen.contracts.numbers import Entry, Numbers, extended, renamed, write_numbers
from msgen.contracts.numbers_file import read_numbers
from msgen.diagnostics import SpecError


def grpc(written, types=None, name="orders"):
    ping = operation("Ping", "POST /ping", written, {"done": "bool"})
    return system(service(name, ping, protocols=("grpc",)), types=types)


def named(numbers, owner):
    return {entry.number: f"{entry.name}{' reserved' * entry.reserved}" for entry in numbers.owners[owner]}


def test_fields_and_enum_values_get_numbers_in_the_order_of_the_spec():
    numbers = allocate(grpc({"total": "money", "status": "Status"}, {"Status": "enum(draft|placed)"}), Numbers())
    assert named(numbers, "orders.PingRequest") == {1: "total", 2: "status"}
    assert named(numbers, "orders.Status") == {1: "draft", 2: "placed"}
    assert set(numbers.owners) == {"orders.PingRequest", "orders.PingResponse", "orders.Status"}


def test_a_new_field_comes_last_wherever_it_stands_in_the_spec():
    first = allocate(grpc({"b": "int"}), Numbers())
    second = allocate(grpc({"a": "int", "b": "int"}), first)
    assert named(second, "orders.PingRequest") == {1: "b", 2: "a"}


def test_a_removed_field_stays_reserved_and_its_number_is_never_given_again():
    first = allocate(grpc({"a": "int", "b": "int"}), Numbers())
    second = allocate(grpc({"c": "int", "a": "int"}), first)
    third = allocate(grpc({"b": "int", "a": "int", "c": "int"}), second)
    assert named(second, "orders.PingRequest") == {1: "a", 2: "b reserved", 3: "c"}
    assert named(third, "orders.PingRequest") == {1: "a", 2: "b reserved", 3: "c", 4: "b"}


def test_a_renamed_field_carries_its_number_over_and_a_stale_was_is_ignored():
    first = allocate(grpc({"a": "int", "b": "int"}), Numbers())
    written = {"sum": {"type": "int", "was": "a"}, "b": "int"}
    second = allocate(grpc(written), first)
    assert named(second, "orders.PingRequest") == {1: "sum", 2: "b"}
    assert allocate(grpc(written), second) == second


def test_a_chain_of_renamed_fields_moves_each_name_to_the_number_of_the_one_before():
    first = allocate(grpc({"a": "int", "b": "int"}), Numbers())
    chained = {"b": {"type": "int", "was": "a"}, "c": {"type": "int", "was": "b"}}
    second = allocate(grpc(chained), first)
    assert named(second, "orders.PingRequest") == {1: "b", 2: "c"}
    assert allocate(grpc(chained), second) == second


def test_exchanged_names_exchange_their_numbers_only_where_that_is_known_to_be_new():
    first = allocate(grpc({"a": "int", "b": "int"}), Numbers())
    exchanged = {"a": {"type": "int", "was": "b"}, "b": {"type": "int", "was": "a"}}
    known = {"orders.PingRequest.a": "orders.PingRequest.b", "orders.PingRequest.b": "orders.PingRequest.a"}
    second = allocate(grpc(exchanged), first, known)
    assert named(second, "orders.PingRequest") == {1: "b", 2: "a"}
    assert allocate(grpc(exchanged), second) == second


def test_messages_whose_names_move_on_take_their_numbers_along():
    first = Numbers({"orders.A": (Entry(1, "a"),), "orders.B": (Entry(2, "b"),)})
    moved = renamed(first, {"orders.A": "orders.B", "orders.B": "orders.C"})
    assert moved.owners == {"orders.B": (Entry(1, "a"),), "orders.C": (Entry(2, "b"),)}
    assert renamed(first, {"orders.A": "orders.B"}) == first


def test_the_messages_of_a_removed_service_stay_reserved():
    numbers = allocate(system(service("other")), allocate(grpc({"a": "int"}), Numbers()))
    assert named(numbers, "orders.PingRequest") == {1: "a reserved"}


def test_a_renamed_service_and_message_keep_their_numbers():
    first = allocate(grpc({"b": "int"}), Numbers())
    ping = operation("Knock", "POST /knock", {"a": "int", "b": "int"}, {"done": "bool"})
    after = system(service("purchases", ping, protocols=("grpc",)))
    renames = {"orders": "purchases", "orders.PingRequest": "purchases.KnockRequest"}
    second = allocate(after, first, renames)
    assert named(second, "purchases.KnockRequest") == {1: "b", 2: "a"}
    assert allocate(after, second, renames) == second


def test_a_rest_service_has_no_numbers():
    assert allocate(system(service(aggregates={"Order": {"id": "uuid"}})), Numbers()) == Numbers({})


def test_the_file_holds_one_line_an_entry():
    numbers = Numbers(
        {"b.No": (Entry(1, "no"), Entry(3, "old", reserved=True)), "a.Order": (Entry(1, "id"),)},
        {"SHOP_SALES": "SHOP_ORDERS"},
    )
    text = write_numbers(numbers)
    assert text.splitlines()[1:] == [
        "a.Order:",
        "  1: id",
        "b.No:",
        '  1: "no"',
        "  3: old reserved",
        "first-names:",
        "  SHOP_SALES: SHOP_ORDERS",
    ]
    assert read_numbers(text) == numbers
    assert numbers.first_name("SHOP_SALES") == "SHOP_ORDERS"


names = st.from_regex(r"[a-z_][a-z0-9_]{0,5}", fullmatch=True)


@given(st.lists(st.lists(names, unique=True, max_size=4), max_size=5))
def test_any_history_reads_back_and_never_moves_a_number(history):
    entries: tuple[Entry, ...] = ()
    for step in history:
        after = extended(entries, [(name, None) for name in step])
        assert [(entry.number, entry.name) for entry in after[: len(entries)]] == [
            (entry.number, entry.name) for entry in entries
        ]
        assert {entry.name for entry in after if not entry.reserved} == set(step)
        entries = after
    numbers = Numbers({"a.B": entries} if entries else {})
    assert read_numbers(write_numbers(numbers)) == numbers


def test_no_file_and_an_empty_file_hold_no_numbers():
    assert read_numbers(None) == read_numbers("") == read_numbers("# nothing yet\n") == Numbers()


def test_one_number_given_twice_shows_both_lines():
    with pytest.raises(SpecError) as caught:
        read_numbers("orders.Order:\n  1: id\n  2: total\n  2: note\n")
    (finding,) = caught.value.findings
    assert str(finding.location) == "contracts/numbers.yaml:4:3"
    assert str(finding.related[0].location) == "contracts/numbers.yaml:3:3"
    assert finding.message == "orders.Order: number 2 is given to `total` and to `note`"
    assert "4 |   2: note" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("- a\n", "1:1", "the file is not a map"),
        ("orders: {1: id}\n", "1:1", "`orders` is not a message"),
        ("a.B:\n  - id\n", "2:3", "`a.B` is not a map"),
        ("a.B:\n  0: id\n", "2:3", "`0` is not a number"),
        ("a.B:\n  one: id\n", "2:3", "`one` is not a number"),
        ("a.B:\n  536870912: id\n", "2:3", "is not a number from 1 to 536870911"),
        ("a.B:\n  1: id gone\n", "2:6", "`id gone` is not the name"),
        ("a.B:\n  1: [id]\n", "2:6", "a name is expected"),
        ("a.B:\n  1: id\n  2: id\n", "3:6", "`id` has two numbers"),
        ("a.B:\n  1: id\na.B:\n  2: x\n", "3:1", "`a.B` stands twice"),
        ("<<<<<<< ours\na.B:\n", "2:4", "mapping values"),
    ],
)
def test_what_is_wrong_in_the_file_is_shown_where_it_stands(text, place, message):
    with pytest.raises(SpecError) as caught:
        read_numbers(text)
    finding = caught.value.findings[0]
    assert message in finding.message
    assert str(finding.location) == f"contracts/numbers.yaml:{place}"


def test_every_mistake_is_reported_in_one_run():
    with pytest.raises(SpecError) as caught:
        read_numbers("a.B:\n  0: x\n  1: y\n  1: z\nc: {}\n")
    assert [finding.location.line for finding in caught.value.findings] == [2, 4, 5]


def test_a_number_for_each_field_that_the_spec_marks_as_renamed_twice_is_new():
    """Two fields cannot both have been the same one: the first in the spec keeps the number."""
    entries = (Entry(1, "a"),)
    both = fields({"b": {"type": "int", "was": "a"}, "c": {"type": "int", "was": "a"}})
    after = extended(entries, [(field.name, field.was) for field in both])
    assert sorted(entry.name for entry in after) == ["b", "c"]
