from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import pytest

from msgen.local import ports
from msgen.local.ports import (
    Moved,
    Slot,
    allot,
    first_choice,
    is_free_on_this_machine,
    read_kept,
    write_kept,
)


def _free(_slot: Slot) -> bool:
    return True


def _following(base: int) -> int:
    return ports.FIRST_PORT + (base - ports.FIRST_PORT + 4) % (4 * ports.SLOTS)


@pytest.fixture
def two_slots(monkeypatch: pytest.MonkeyPatch) -> int:
    """A range so small that two names must want the same slot."""
    monkeypatch.setattr(ports, "SLOTS", 2)
    return ports.FIRST_PORT


def test_the_base_is_the_documented_hash_of_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "FIRST_PORT", 20_000)
    monkeypatch.setattr(ports, "SLOTS", 2_500)

    assert first_choice("orders") == 24_820
    assert Slot(24_820).ports == (24_820, 24_821, 24_822)


def test_names_that_want_one_slot_get_neighbours_in_the_order_of_their_names(two_slots: int) -> None:
    same = [name for name in ("a", "b", "c", "d", "e") if first_choice(name) == two_slots][:2]

    allotted = allot(reversed(same), {}, _free)

    assert [allotted.slots[name].base for name in same] == [two_slots, two_slots + 4]
    assert allotted.moved == ()


def test_a_kept_slot_stays_and_a_newcomer_gives_way() -> None:
    wanted = first_choice("orders")

    allotted = allot(["orders", "older"], {"older": wanted}, _free)

    assert allotted.slots["older"].base == wanted
    assert allotted.slots["orders"].base == _following(wanted)


def test_the_slot_of_a_service_that_does_not_run_now_is_not_given_away() -> None:
    wanted = first_choice("orders")

    assert allot(["orders"], {"away": wanted}, _free).slots["orders"].base != wanted


def test_a_slot_taken_on_the_machine_is_left_and_named() -> None:
    wanted = first_choice("orders")

    allotted = allot(["orders"], {"orders": wanted}, lambda slot: slot.base != wanted)

    assert allotted.slots["orders"].base == _following(wanted)
    assert allotted.moved == (Moved("orders", wanted, _following(wanted)),)


def test_the_search_goes_round_at_the_end_of_the_range(two_slots: int) -> None:
    last = two_slots + 4
    name = next(name for name in ("a", "b", "c", "d", "e") if first_choice(name) == last)

    assert allot([name], {}, lambda slot: slot.base != last).slots[name].base == two_slots


@pytest.mark.parametrize("offset", [0, 1, 2])
@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_listener_on_any_port_of_the_slot_takes_it(offset: int, address: str) -> None:
    slot = Slot(first_choice("a-test-of-ports"))
    assert is_free_on_this_machine(slot)
    with closing(socket.create_server((address, slot.base + offset))):
        assert not is_free_on_this_machine(slot)


def test_kept_slots_survive_writing_and_reading(tmp_path: Path) -> None:
    write_kept(tmp_path / "ports.json", {"away": 20_400}, {".nats": Slot(20_008), "orders": Slot(20_004)})

    assert read_kept(tmp_path / "ports.json") == {".nats": 20_008, "away": 20_400, "orders": 20_004}


@pytest.mark.parametrize("text", ["", "[]", '{"orders": "20000"}', '{"orders": 80}', '{"orders": true}'])
def test_a_damaged_file_keeps_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "ports.json").write_text(text)

    assert read_kept(tmp_path / "ports.json") == {}
