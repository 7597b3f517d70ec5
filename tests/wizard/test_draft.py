"""The spec that the wizard makes: valid, without findings where nobody asked for trouble, and minimal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest
from answering import answers_to
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from msgen.cli.asking.conversation import Answers, converse
from msgen.cli.asking.question import Answer, Question
from msgen.cli.wizard.look import Look
from msgen.cli.wizard.notation.aggregates import WrittenAggregate, aggregates
from msgen.cli.wizard.notation.events import WrittenEvent, events
from msgen.cli.wizard.notation.objectives import Objective, objectives
from msgen.cli.wizard.notation.operations import WrittenOperation, operations
from msgen.cli.wizard.script import looked_at, script_in
from msgen.cli.wizard.steps.step import Surroundings
from msgen.diagnostics import SpecError
from msgen.spec import parse, read_text
from msgen.spec.editing.values import on_one_line
from msgen.topology import resolve

SCRIPT = script_in(Surroundings())
ENTER_ALL_THE_WAY: list[dict[str, Any]] = [
    {"how": "quick"},
    {"how": "full"},
    {"how": "quick", "services": "orders"},
    {"how": "quick", "services": "orders, payments, stock"},
    {"how": "quick", "profile": "minimal"},
    {"how": "full", "contexts": "ordering, billing"},
    {"how": "full", "contexts.shop.services": "orders"},
]
RICH: dict[str, Any] = {
    "how": "full",
    "contexts": "ordering, billing",
    "contexts.ordering.services": "orders, baskets",
    "contexts.billing.services": "payments, reports",
    "services.orders.aggregates": "Order: total money, status enum(placed|paid) default=placed, code string(/^[A-Z]{3}$/)",
    "services.orders.operations": "PlaceOrder POST /orders, GetOrder, ListOrders",
    "services.baskets.shape": "grpc/none",
    "services.payments.shape": "rest+grpc/postgres",
    "services.reports.shape": "/postgres",
    "calls": ("orders->payments", "baskets->orders"),
    "events": "OrderPlaced: orders -> payments, reports; PaymentTaken: payments -> orders",
    "journeys": ("orders.PlaceOrder",),
    "mesh": "linkerd",
    "environments": ("dev", "prod"),
}


def seen(answers: Answers) -> Look:
    found = looked_at(answers)
    assert isinstance(found, Look), found
    return found


@pytest.mark.parametrize("way", ENTER_ALL_THE_WAY, ids=str)
def test_enter_all_the_way_gives_a_spec_without_a_finding(way: dict[str, Any]) -> None:
    assert seen(answers_to(SCRIPT, way)).result.shown == ()


def test_the_spec_reads_as_a_person_would_write_it() -> None:
    assert (
        seen(answers_to(SCRIPT, {**RICH, "fixes.OBS01 orders": "leave"})).text
        == """\
# yaml-language-server: $schema=./.msgen/schema.json
# What is not written here has a default: `msgen explain .` shows each with its reason.
msgen: 1
name: shop

# Where one model holds, and its words mean one thing.
contexts:
  ordering: {}
  billing: {}

services:
  orders:
    context: ordering
    api:
      operations:
        PlaceOrder: {http: POST /orders}
        GetOrder: {http: "GET /orders/{id}"}
        ListOrders: {http: GET /orders}
    aggregates:
      Order:
        fields:
          total: money
          status: enum(placed|paid) default=placed
          code: "string(/^[A-Z]{3}$/)"
    calls: [payments]
    publishes: [OrderPlaced]
    subscribes: [PaymentTaken]
    store: {replicas: 2}

  baskets:
    context: ordering
    api: grpc
    store: none
    calls: [orders]

  payments:
    context: billing
    api: [rest, grpc]
    publishes: [PaymentTaken]
    subscribes: [OrderPlaced]
    store: {replicas: 2}

  reports:
    context: billing
    subscribes: [OrderPlaced]

# What users do, how often at the busiest time, and how well it has to work.
journeys:
  place-order: {entry: orders.PlaceOrder, peak: 20/s, availability: 99.5%, latency_p99: 1s}

platform:
  mesh: linkerd

# A release goes from one to the next.
environments:
  dev: {replicas: 34%}
  prod: {promote_from: dev}
"""
    )


@pytest.mark.parametrize("way", [*ENTER_ALL_THE_WAY, RICH], ids=lambda way: str(sorted(way)))
def test_the_spec_spells_out_no_default(way: dict[str, Any]) -> None:
    text = seen(answers_to(SCRIPT, way)).text
    whole = _values(text)
    for path in _keys(YAML(typ="safe").load(text)):
        shorter = deepcopy(YAML(typ="safe").load(text))
        *above, last = path
        parent = shorter
        for part in above:
            parent = parent[part]
        del parent[last]
        assert _values(on_one_line(shorter)) != whole, f"{'.'.join(path)} would be so anyway"


def _keys(value: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, below in value.items():
        yield (*path, key)
        if isinstance(below, Mapping):
            yield from _keys(below, (*path, key))


def _values(text: str) -> object:
    """What a spec resolves to, without the places where it says so; nothing where it is none."""
    try:
        topology = resolve(parse(read_text(text)))
    except SpecError:
        return None
    return {path: source.value for path, source in topology.provenance.items()}, [
        (name, service.context, service.protocols, sorted(service.aggregates))
        for name, service in topology.services.items()
    ], sorted(topology.contexts), topology.profile, topology.environments  # fmt: skip


class Drawing:
    """Answers by drawing them."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def ask(self, question: Question, *, progress: str) -> Answer:
        answer: Answer = self.draw(_answers(question))
        return answer if question.objection(answer) is None else question.default

    def say(self, text: str) -> None:
        pass


def _answers(question: Question) -> st.SearchStrategy[Any]:
    values = [choice.value for choice in question.choices]
    if question.kind == "choice":
        return st.sampled_from([value for value in values if value != "sample"])
    if question.kind == "choices":
        return st.lists(st.sampled_from(values), unique=True, max_size=4).map(tuple)
    return st.one_of(st.just(question.default), _TEXTS)


_NAMES = st.lists(
    st.sampled_from(["orders", "payments", "class", "import", "a-b", "x1", "data"]), min_size=1, max_size=3
)
_FIELDS = st.lists(
    st.sampled_from(["total money", "status enum(a|b)", "id int", "class string?", "tags list(string)", "e email unique"]),
    max_size=3, unique=True,
)  # fmt: skip
_TEXTS = st.one_of(
    _NAMES.map(", ".join),
    st.builds(lambda name, fields: f"{name}: {', '.join(fields)}", st.sampled_from(["Order", "Class", "A"]), _FIELDS),
    st.sampled_from(["GetOrder, PlaceOrder", "Do POST /x/{id}", "OrderPlaced: orders -> payments", "1/s 90% 3s", "5s", ""]),
    st.text(max_size=12),
)  # fmt: skip


@st.composite
def random_answers(draw: st.DrawFn) -> Answers:
    return converse(SCRIPT, Drawing(draw), {}, lambda _: None)


@settings(max_examples=25, deadline=None)
@given(random_answers())
def test_whatever_is_answered_the_spec_is_valid_and_reads_as_the_same_design(answers: Answers) -> None:
    found = seen(answers)
    assert resolve(parse(read_text(found.text))).services.keys() == found.topology.services.keys()
    assert found.text.startswith("# yaml-language-server: $schema=./.msgen/schema.json\n")


def test_notations_are_read() -> None:
    assert aggregates("Order: total money, status enum(a|b); Basket") == (
        WrittenAggregate("Order", (("total", "money"), ("status", "enum(a|b)"))), WrittenAggregate("Basket"),
    )  # fmt: skip
    assert operations("PlaceOrder POST  /orders, GetOrder") == (
        WrittenOperation("PlaceOrder", "POST /orders"), WrittenOperation("GetOrder"),
    )  # fmt: skip
    assert events("A: x -> y, z; B: y -> x", ["x", "y", "z"]) == (
        WrittenEvent("A", "x", ("y", "z")), WrittenEvent("B", "y", ("x",)),
    )  # fmt: skip
    assert objectives("20/s 99.5% 1s; pay 300ms", ["pay", "see"]) == {
        "pay": Objective("20/s", "99.5%", "300ms"), "see": Objective("20/s", "99.5%", "1s"),
    }  # fmt: skip
