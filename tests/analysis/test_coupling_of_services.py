"""Who depends on whom: services, teams, and what depends on itself."""

from __future__ import annotations

from analysed_specs import analysed, example

SHOP = """
    teams: {red: {}, blue: {}}
    services:
      front: {owner: red, api: {operations: {Buy: {kind: command, calls: [{to: shop.Buy}, {to: bank, fallback: ignore}]}}}, store: none}
      shop:
        owner: red
        api: {operations: {Buy: {kind: command, idempotent: true, publishes: [Bought]}}}
        aggregates: {Order: {events: [Bought]}}
      cashier: {owner: blue, api: {operations: {Pay: {kind: command, idempotent: true}}}}
      mailer: {owner: blue, store: none, subscribes: [Bought]}
    externals:
      bank: {}
    sagas:
      purchase: {coordinator: shop, trigger: Bought, steps: [{name: pay, do: cashier.Pay}]}
"""


def test_fan_in_fan_out_and_instability() -> None:
    coupling = analysed(SHOP).coupling
    assert [(item.afferent, item.efferent, item.instability) for item in coupling.values()] == [
        (0, 2, 1.0),
        (2, 1, 1 / 3),
        (1, 0, 0.0),
        (0, 1, 1.0),
    ]
    assert (coupling["front"].synchronous_share, coupling["shop"].synchronous_share) == (1.0, 0.0)
    assert (coupling["shop"].saga_steps, coupling["mailer"].messages) == (1, 1)


def test_hard_calls_among_everything_between_services() -> None:
    assert analysed(SHOP).hard_share == 1 / 3
    assert analysed("services: {alone: {api: rest}}").hard_share is None


def test_calls_and_saga_steps_of_a_team() -> None:
    teams = analysed(SHOP).teams
    assert (teams["red"].inside, teams["red"].outside) == (1, {"blue": 1})
    assert (teams["blue"].inside, teams["blue"].outside) == (0, {})


def test_traffic_passes_the_service_in_the_middle() -> None:
    betweenness = analysed("""
        services:
          front: {api: {operations: {Buy: {kind: command, calls: [hub.Do]}, Look: {kind: query, calls: [side.Show]}}}, store: none}
          hub: {api: {operations: {Do: {kind: command, idempotent: true, calls: [bank]}}}, store: none}
          side: {api: {operations: {Show: {kind: query}}}, store: none}
        externals:
          bank: {}
        journeys:
          buy: {entry: front.Buy, peak: 30/s}
          look: {entry: front.Look, peak: 40/s}
    """).betweenness
    assert betweenness == {"front": 0.0, "hub": 30 / 100, "side": 0.0}


def test_without_a_peak_nothing_is_said_about_traffic() -> None:
    assert analysed(SHOP).betweenness is None


RING = """
    services:
      a: {api: {operations: {Do: {kind: query, calls: [b.Do]}, Tell: {kind: query}}}, store: none}
      b: {api: {operations: {Do: {kind: query, calls: [a.Tell]}}}, store: none}
"""


def test_services_may_call_in_a_ring_where_no_operation_does() -> None:
    analysis = analysed(RING)
    assert analysis.operation_loops == ()
    assert analysis.service_loops == (("a", "b"),)
    assert analysed(RING.replace("a.Tell", "a.Do")).operation_loops == (("a.Do", "b.Do"),)


def test_contexts_that_are_downstream_of_themselves() -> None:
    text = """
        services:
          a: {api: {operations: {Do: {kind: query, calls: [b.Do]}}}, store: none}
          b: {api: {operations: {Do: {kind: query, calls: [c.Do]}}}, store: none}
          c: {api: {operations: {Do: {kind: query, calls: [a.Tell]}}}, store: none}
    """
    ring = text.replace("c.Do]}}}", "c.Do]}, Tell: {kind: query}}}").replace("a.Tell", "b.Tell")
    ring = text.replace("kind: query, calls: [b.Do]}", "kind: query, calls: [b.Do]}, Tell: {kind: query}")
    assert analysed(ring).context_loops == (("a", "b", "c"),)
    partners = "context_map: [{upstream: a, downstream: c, pattern: partnership}]"
    assert analysed(ring.rstrip() + "\n        " + partners + "\n").context_loops == ()


def test_events_that_bring_themselves_about() -> None:
    analysis = analysed("""
        services:
          a: {subscribes: [Done], publishes: [Asked], store: none}
          b: {subscribes: [Asked], publishes: [Done], store: none}
          c: {subscribes: [Asked], store: none}
    """)
    assert analysis.event_loops == (("Asked", "Done"),)


def test_the_lint_tutorial_has_no_loops() -> None:
    analysis = example("bistro")
    assert analysis.operation_loops == analysis.service_loops == analysis.context_loops == analysis.event_loops == ()
