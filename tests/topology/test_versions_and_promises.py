"""Facts that rules and analysis ask for: versions, promises, sagas, the context map, data classes, overrides."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from textwrap import dedent

import pytest
from msgspec.structs import replace
from resolved_specs import service, system

from msgen.spec import parse, read_text
from msgen.topology import resolve
from msgen.topology.overrides import designs_of_environments
from msgen.topology.slices import system_slice

VERSIONED = """
    services:
      pages: {api: {operations: {GetPage: {}}}, store: none, calls: [reviews]}
      reviews:
        store: none
        api: {operations: {GetReviews: {}}}
        versions:
          v1: {weight: 50%}
          v2: {calls: [{to: ratings, timeout: 10s}]}
          v3: {weight: 20%, calls: [ratings]}
          beta: {match: {header: {end-user: jason}}, calls: [ratings]}
      ratings: {api: {operations: {GetRatings: {}}}, store: none}
    journeys: {read: {entry: pages.GetPage, peak: 100/s}}
"""


def test_versions_share_the_requests_that_written_weights_leave() -> None:
    versions = {item.name: item for item in system(VERSIONED).services["reviews"].versions}

    assert {name: item.weight for name, item in versions.items()} == {
        "v1": Decimal(50), "v2": Decimal(30), "v3": Decimal(20), "beta": Decimal(0),
    }  # fmt: skip
    assert versions["beta"].has_route
    assert versions["v2"].calls["GetReviews"][0].path == "reviews@v2.GetReviews->ratings.GetRatings"


def test_the_slowest_version_decides_over_the_derived_deadline() -> None:
    topology = system(VERSIONED)

    assert topology.operation("reviews", "GetReviews").timeout > timedelta(seconds=20)
    assert (
        topology.calls["pages.GetPage->reviews.GetReviews"].timeout
        == topology.operation("reviews", "GetReviews").timeout
    )


def test_tries_along_a_very_deep_chain_end_at_the_longest_duration_there_is() -> None:
    services = "".join(
        f"  s{n}: {{store: none, api: {{operations: {{Ask: {{kind: query}}}}}}, calls: [{{to: s{n + 1}.Ask, retry: {{attempts: 10}}}}]}}\n"
        for n in range(60)
    )
    topology = resolve(
        parse(
            read_text(
                f"msgen: 1\nname: deep\nservices:\n{services}  s60: {{store: none, api: {{operations: {{Ask: {{}}}}}}}}\n"
            )
        )
    )

    assert topology.operation("s0", "Ask").timeout == timedelta(days=36_500)


def test_journeys_grow_and_weigh() -> None:
    journey = system("""
        services: {orders: {api: rest}}
        journeys: {buy: {entry: orders.CreateOrder, peak: 100/s, growth: 60%, criticality: normal}}
    """).journeys["buy"]

    assert (journey.rate, journey.weight, journey.peak_factor) == (Decimal(160), Decimal("0.5"), Decimal(3))


def test_a_saga_is_driven_by_the_publisher_of_its_trigger() -> None:
    spec = """
        services:
          orders: {{api: rest, publishes: [OrderPlaced]}}
          payments: {{api: {{operations: {{Pay: {{kind: command}}}}}}}}
        sagas: {{buy: {{trigger: OrderPlaced, {style} steps: [{{name: pay, do: payments.Pay, pivot: true}}]}}}}
    """

    assert system(spec.format(style="")).sagas["buy"].coordinator == "orders"
    assert system(spec.format(style="style: choreography,")).sagas["buy"].coordinator is None


def test_the_context_map_has_what_is_declared_and_what_follows_from_the_design() -> None:
    topology = system("""
        externals: {bank: {}}
        contexts: {sales: {}, money: {}, post: {}}
        context_map: [{upstream: money, downstream: sales, pattern: conformist}]
        services:
          orders: {context: sales, api: rest, publishes: [OrderPlaced], calls: [payments]}
          payments: {context: money, api: rest, calls: [bank], subscribes: [OrderPlaced]}
          mails: {context: post, api: rest, store: none, subscribes: [OrderPlaced], publishes: [MailSent]}
          follow-up: {context: sales, subscribes: [MailSent]}
    """)

    assert [(item.upstream, item.downstream, item.pattern) for item in topology.context_map] == [
        ("money", "sales", "conformist"),
        ("bank", "money", "upstream-downstream"),
        ("sales", "post", "partnership"),
    ]


def test_marked_fields_deep_inside_types_make_data_classes() -> None:
    topology = system("""
        contexts:
          sales:
            types: {Card: {number: string pci}, Person: {name: string pii, card: Card}}
            events: {Plain: {fields: {id: uuid}}, Told: {fields: {who: list(Person)}}, Sworn: {fields: {who: Person}, contains: []}}
        services: {orders: {context: sales, api: rest, publishes: [Plain, Told, Sworn], aggregates: {Order: {fields: {by: Person}}}}}
    """)

    assert topology.service("orders").aggregate("Order").contains == ("pii", "pci")
    assert {name: event.contains for name, event in topology.contexts["sales"].events.items()} == {
        "Plain": (), "Told": ("pii", "pci"), "Sworn": (),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("profile", "written", "limit"),
    [
        ("standard", "", None),
        ("production", "", 100),
        ("production", ", rate_limit: none", None),
        ("standard", ", rate_limit: 5/s", 5),
    ],
)
def test_production_limits_the_rate_of_public_operations(profile: str, written: str, limit: int | None) -> None:
    topology = system(f"""
        profile: {profile}
        services: {{shop: {{api: {{exposure: public, operations: {{Buy: {{kind: command{written}}}}}}}}}}}
    """)

    assert topology.operation("shop", "Buy").rate_limit == limit


def test_what_a_service_promises_comes_from_all_levels() -> None:
    found = service("{api: {version: v2, versions: {v1: {sunset: '2027-01-01'}}}, slo: {availability: 99.9%}}")

    assert found.slo is not None
    assert (found.slo.availability, found.slo.window, found.slo.alerts) == (
        Decimal("99.9"),
        timedelta(days=30),
        "multi-window",
    )
    assert found.older_versions == {"v1": date(2027, 1, 1)}
    assert service("{api: rest}").slo is None


def test_a_canary_dwells_until_ten_errors_would_have_shown() -> None:
    steps = (
        system("""
        services: {orders: {api: rest, deployment: {strategy: canary, steps: [5%]}, slo: {availability: 99.95%}}}
        journeys: {buy: {entry: orders.CreateOrder, peak: 192/s}}
    """)
        .services["orders"]
        .deployment.steps
    )

    assert [(step.share, step.dwell) for step in steps] == [(Decimal(5), timedelta(seconds=2084))]


def test_overrides_of_an_environment_are_merged_into_its_services() -> None:
    design = parse(
        read_text(
            dedent("""
        msgen: 1
        name: test
        services: {orders: {api: rest, scaling: {min: 2, max: 4}}}
        environments: {dev: {}, prod: {overrides: {orders: {scaling: {max: 9}}}}}
    """)
        )
    )
    ((name, overridden),) = designs_of_environments(design).items()

    assert name == "prod"
    scaling = resolve(overridden).services["orders"].scaling
    assert (scaling.minimum, scaling.maximum) == (2, 9)
    assert resolve(design).services["orders"].scaling.maximum == 4


def test_places_in_the_spec_are_no_part_of_what_a_lock_records() -> None:
    topology = system("services: {orders: {api: rest, calls: [payments]}, payments: {api: rest}}")
    moved = replace(topology, services={
        name: replace(item, operations=tuple(
            replace(operation, calls=tuple(replace(call, written_at=("elsewhere",)) for call in operation.calls))
            for operation in item.operations
        ))
        for name, item in topology.services.items()
    })  # fmt: skip

    assert system_slice(moved) == system_slice(topology)
