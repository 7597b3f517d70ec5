"""Designs at the edges of the language, each a few lines: what is generated is clean, typed code."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from generated import generated, lint_complaints, type_complaints, written

DESIGNS = {
    "aggregates without a store": """
        services:
          orders: {api: [rest, grpc], store: none, aggregates: {Order: {}}, subscribes: [Paid], publishes: [Placed]}
          payments: {api: rest, publishes: [Paid], calls: [orders.GetOrder]}
    """,
    "no store by default": "{defaults: {store: none}, services: {orders: {api: rest}}}",
    "stores that are not generated": """
        services:
          orders: {api: rest, store: mysql, aggregates: {Order: {fields: {count: int}}}}
          files: {api: grpc, store: mongodb, calls: [orders]}
    """,
    "events without a key": """
        contexts: {sales: {events: {Told: {key: none, fields: {count: int}}, Said: {key: none}}}}
        services:
          sales: {api: rest, publishes: [Told, Said]}
          hears: {api: rest, subscribes: [Told, Said]}
          works: {store: none, subscribes: [Told, Said], publishes: [Done]}
          shows: {api: rest, read_models: {told-view: {sources: [Told, Said]}}}
    """,
    "identities of every type": """
        services:
          many:
            api: [rest, grpc]
            aggregates:
              Whole: {fields: {id: int}}
              Text: {fields: {id: string}}
              Code: {fields: {id: "string(/^[a-z]{4}$/)"}}
              Kind: {fields: {id: enum(x|y)}}
              Day: {fields: {id: date}}
              Exact: {fields: {id: decimal(5.2)}}
            publishes: [WholeMade]
            calls: [other]
          other: {api: grpc, aggregates: {Mail: {fields: {id: email, whole_id: int}}}, subscribes: [WholeMade]}
    """,
    "messages of every kind": """
        contexts: {sales: {types: {Ask: {count: int, note: string?}, State: enum(on|off), Counts: list(int)}}}
        services:
          sales:
            context: sales
            aggregates: {Order: {fields: {ask: Ask, state: State, counts: Counts, states: list(State)}}}
            api:
              protocol: [rest, grpc]
              operations:
                Take: {input: Ask, output: Ask}
                GetOrder: {input: Ask, output: Order}
                Guess: {kind: command, input: unknown, output: unknown}
                Put: {kind: command, http: "PUT /orders/{id}", input: Order, output: Ask}
                Patch: {http: "PATCH /orders/{id}", input: {count: int?}}
                Remove: {http: "DELETE /orders/{id}", output: {id: uuid}}
                Query: {http: "GET /query", input: Ask, output: Ask}
                Under: {http: "GET /under/{name}/{other_id}"}
    """,
    "texts with quotes, backslashes and braces": """
        services:
          texts:
            description: 'It is "quoted" {{ x }} {% y %} and ends \\\\'
            api: rest
            aggregates:
              Text:
                invariants: ['never "x" \\\\', "{{ x }}"]
                fields: {text: {type: string, description: 'a "b" {{ c }} \\\\', example: "{{ z }}", default: "{{ q }}"}}
    """,
    "addresses of externals": """
        externals: {far: {config_key: none, url: 'https://example.org/?q="x"'}}
        services: {near: {api: rest, calls: [far]}}
    """,
    "a repository each": """
        platform: {layout: multi-repo, namespaces: context, broker: kafka, mesh: linkerd}
        services:
          sales: {api: rest, publishes: [Sold]}
          ledger:
            api: grpc
            subscribes: [{event: Sold, retries: unlimited, dead_letter: off, idempotency: none, ordering: none}]
            messaging: {queue: unbounded, delivery: cdc, partitions: 3}
    """,
    "several read models": """
        services:
          sales: {api: rest, publishes: [Sold]}
          shows: {api: rest, store: none, read_models: {one: {sources: [Sold]}, two: {sources: [Sold], store: none}}}
          hears: {store: none, read_models: {three: {sources: [Sold]}}}
    """,
    "parameters that endpoints use themselves": """
        services:
          sales:
            store: none
            api:
              operations:
                GetOrder: {http: "GET /orders/{body}/{request}"}
                Do: {kind: command, http: "POST /orders/{use_cases}", input: {response: int, output: string}}
    """,
}


def spec(design: str) -> str:
    """The whole text of a design in block or in flow style."""
    if design.startswith("{"):
        return f"{{msgen: 1, name: unusual, {design[1:]}"
    return f"msgen: 1\nname: unusual\n{design}"


@pytest.fixture(scope="module", params=DESIGNS)
def system(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    design = dedent(DESIGNS[request.param]).strip()
    return written(generated(spec(design)), tmp_path_factory.mktemp("unusual"))


def test_code_is_clean(system: Path) -> None:
    assert lint_complaints(system) == ""


@pytest.mark.slow
def test_code_is_typed(system: Path) -> None:
    services = sorted(place.parent for place in system.glob("**/src"))
    assert type_complaints(services) == ""
