from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from msgen.local.order import components, start_waves

NAMES = "abcdefgh"
graphs = st.fixed_dictionaries({name: st.lists(st.sampled_from(NAMES), unique=True) for name in NAMES})


def _reaches(graph: dict[str, list[str]], start: str) -> set[str]:
    seen: set[str] = set()
    pending = list(graph[start])
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending.extend(graph[name])
    return seen


def test_a_callee_comes_before_its_caller() -> None:
    assert start_waves({"orders": ["payments"], "payments": ["ledger"], "ledger": []}) == (
        ("ledger",),
        ("payments",),
        ("orders",),
    )


def test_a_call_cycle_is_one_wave_between_its_callees_and_its_callers() -> None:
    graph = {"web": ["cart"], "cart": ["price", "stock"], "price": ["cart"], "stock": []}

    assert start_waves(graph) == (("stock",), ("cart", "price"), ("web",))


def test_services_that_call_nobody_start_first_and_together() -> None:
    assert start_waves({"b": [], "a": [], "c": ["a"]}) == (("a", "b"), ("c",))


def test_a_very_long_chain_is_no_problem() -> None:
    chain = {str(number): [str(number + 1)] for number in range(5_000)} | {"5000": []}

    assert start_waves(chain)[0] == ("5000",)


def test_an_empty_system_has_no_waves() -> None:
    assert start_waves({}) == ()


@given(graphs)
def test_two_services_share_a_component_exactly_when_each_reaches_the_other(
    graph: dict[str, list[str]],
) -> None:
    found = {name: component for component in components(graph) for name in component}
    for one in NAMES:
        mutual = {other for other in _reaches(graph, one) if one in _reaches(graph, other)}
        assert set(found[one]) == mutual | {one}


@given(graphs)
def test_whoever_is_called_from_outside_the_cycle_is_in_an_earlier_wave(graph: dict[str, list[str]]) -> None:
    wave = {name: place for place, names in enumerate(start_waves(graph)) for name in names}
    assert wave.keys() == graph.keys()
    for name, callees in graph.items():
        for callee in callees:
            if name not in _reaches(graph, callee):
                assert wave[callee] < wave[name]
