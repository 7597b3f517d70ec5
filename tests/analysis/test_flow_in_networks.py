"""A flow in a network against a walk of single tokens, each of which remembers its way."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from msgen.analysis.network import Link, Network

NODES = "abcdef"
EDGES = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), st.integers(0, 3)), max_size=12)


def walked(links: dict[str, list[Link]], sources: dict[str, int]) -> tuple[Counter[str], Counter[str]]:
    """Arrivals at nodes and passages of links, counted one by one."""
    nodes: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    tokens = [(node, (node,)) for node, count in sources.items() for _ in range(count)]
    while tokens:
        node, way = tokens.pop()
        nodes[node] += 1
        for link in links.get(node, ()):
            if link.to not in way:
                for _ in range(int(link.factor)):
                    passed[link.name] += 1
                    tokens.append((link.to, (*way, link.to)))
    return nodes, passed


@settings(max_examples=150, deadline=None)
@given(EDGES, st.dictionaries(st.sampled_from(NODES), st.integers(1, 2), min_size=1, max_size=2))
def test_every_token_is_counted(edges: list[tuple[str, str, int]], sources: dict[str, int]) -> None:
    links: dict[str, list[Link]] = {}
    for number, (left, right, factor) in enumerate(edges):
        links.setdefault(left, []).append(Link(str(number), right, Decimal(factor)))
    flow = Network(links).spread({name: Decimal(count) for name, count in sources.items()})
    nodes, passed = walked(links, sources)
    assert {name: rate for name, rate in flow.nodes.items() if rate} == dict(nodes)
    assert {name: rate for name, rate in flow.links.items() if rate} == dict(passed)


def test_a_thicket_of_callers_ends() -> None:
    names = [f"n{number}" for number in range(40)]
    links = {left: [Link(f"{left}>{right}", right) for right in names if right != left] for left in names}
    flow = Network(links).spread({"n0": Decimal(1)})
    assert set(flow.nodes) == set(names)


def test_a_long_chain_and_many_ways_cost_one_pass() -> None:
    links = {f"n{at}": [Link(f"{at}{side}", f"n{at + 1}") for side in "lr"] for at in range(2000)}
    flow = Network(links).spread({"n0": Decimal(1)})
    assert flow.nodes["n80"] == 2**80
    assert len(flow.nodes) == 2001
