"""A picture for other programs: Mermaid, DOT, JSON."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from drawn_systems import SHOP, sample, shown
from jsonschema import Draft202012Validator
from outside_tools import needed

from msgen.graph.dot import dot
from msgen.graph.machine import machine, schema
from msgen.graph.mermaid import mermaid
from msgen.graph.picture import Picture, picture

ROOT = Path(__file__).resolve().parents[2]


def test_mermaid_has_a_subgraph_per_context_and_a_line_per_arrow() -> None:
    assert (
        mermaid(shown(SHOP))
        == """\
flowchart LR
  subgraph context_sales["sales"]
    service_web["web<br>bff rest"]
    service_orders["orders<br>grpc postgres"]
  end
  subgraph context_money["money"]
    service_payments["payments<br>grpc"]
  end
  external_psp(["psp"])
  service_web -->|"PlaceOrder"| service_orders
  service_payments --> external_psp
  service_orders -.->|"OrderPlaced"| service_payments
"""
    )


def test_dot_has_a_cluster_per_context_and_a_line_per_arrow() -> None:
    lines = dot(shown(SHOP)).splitlines()

    assert lines[0] == 'digraph "test" {'
    assert '  subgraph "cluster_sales" {' in lines
    assert lines[-4:] == [
        '  "web" -> "orders" [style=solid, label="PlaceOrder"]',
        '  "payments" -> "psp" [style=solid, label=""]',
        '  "orders" -> "payments" [style=dashed, label="OrderPlaced"]',
        "}",
    ]


@pytest.mark.parametrize("name", ["bistro", "minimal"])
def test_graphviz_draws_every_service(name: str) -> None:
    shown = picture(sample(name))

    done = subprocess.run([needed("dot"), "-Tsvg"], input=dot(shown), capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    drawn = done.stdout.replace("&#45;", "-")
    assert [each.name for each in shown.services() if f">{each.name}</text>" not in drawn] == []
    assert done.stdout.count('class="edge"') == len(shown.arrows)


@pytest.mark.parametrize("services", [1, 20])
def test_json_is_what_its_schema_says(of_size: Callable[[int], Picture], services: int) -> None:
    shown = of_size(services)

    said = json.loads(machine(shown))

    assert list(Draft202012Validator(schema()).iter_errors(said)) == []
    assert said["schema_version"] == 1
    assert len(said["arrows"]) == len(shown.arrows)
    assert sum(len(context["services"]) for context in said["contexts"]) == services


def test_the_schema_refuses_what_is_no_graph() -> None:
    said = json.loads(machine(shown(SHOP)))
    said["arrows"][0]["kind"] = "wire"

    assert list(Draft202012Validator(schema()).iter_errors(said))
