"""Every type expression of the language, from the spec through the wire and the store and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from generated import generated, lint_complaints, services_in, type_complaints, written
from running import eventually, importable, memory_broker, running
from type_matrix import CASES, MARKED, first_values, matrix_spec, second_values

PLAIN_LISTS = ("tags", "texts", "moments", "states")
"""Lists of plain values, which a query repeats."""


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(generated(matrix_spec()), tmp_path_factory.mktemp("matrix"))


@pytest.fixture
def _packages(system: Path) -> Iterator[None]:
    with importable(system):
        yield


def shown(values: dict[str, Any]) -> dict[str, Any]:
    """What a service shows of an input: what was left out is `null`."""
    return {**{f"{case.name}_or_none": None for case in CASES}, **values}


def without_presence(values: dict[str, Any]) -> dict[str, Any]:
    """Lists and maps have no presence in proto3: one that was left out is an empty one at the other side."""
    empty = {
        f"{case.name}_or_none": [] if isinstance(case.first, list) else {}
        for case in CASES
        if case.expression.startswith(("list(", "map(")) or case.expression == "Tags"
    }
    return {name: empty.get(name) if value is None else value for name, value in values.items()}


def part(answer: dict[str, Any]) -> dict[str, Any]:
    """The fields of the matrix in an answer."""
    names = {case.name for case in CASES} | {f"{case.name}_or_none" for case in CASES}
    return {name: value for name, value in answer.items() if name in names}


def test_the_code_of_every_type_is_clean(system: Path) -> None:
    assert lint_complaints(system) == ""


@pytest.mark.slow
def test_the_code_of_every_type_is_typed(system: Path) -> None:
    assert type_complaints(services_in(system)) == ""


@pytest.mark.usefixtures("_packages")
async def test_every_type_survives_rest_and_the_store(tmp_path: Path) -> None:
    async with running("rest-lab", tmp_path) as service, service.client() as client:
        created = await client.post("/specimens", json=first_values())
        assert created.status_code == 201, created.text
        path = created.headers["location"].removeprefix("/v1")
        first = await client.get(path)
        assert part(first.json()) == shown(first_values())
        changed = await client.put(path, json=second_values(), headers={"If-Match": first.headers["etag"]})
        assert changed.status_code == 200, changed.text
        assert part((await client.get(path)).json()) == second_values()
        (listed,) = (await client.get("/specimens")).json()["items"]
        assert part(listed) == second_values()


@pytest.mark.usefixtures("_packages")
async def test_defaults_fill_in_what_a_caller_leaves_out(tmp_path: Path) -> None:
    async with running("rest-lab", tmp_path) as service, service.client() as client:
        created = await client.post("/specimens", json=first_values())
        stored = (await client.get(created.headers["location"].removeprefix("/v1"))).json()
    assert {name: stored[name] for name in MARKED} == {
        "with_default": 7,
        "default_text": "hello",
        "default_enum": "dark-green",
        "default_flag": True,
        "secret": None,
        "card": None,
        "indexed": None,
        "told": None,
    }


@pytest.mark.usefixtures("_packages")
async def test_every_type_survives_grpc_and_the_store(tmp_path: Path) -> None:
    async with running("grpc-lab", tmp_path) as service:
        created, _ = await service.call("CreateSample", first_values())
        first, etag = await service.call("GetSample", {"id": created["id"]})
        assert part(first) == without_presence(shown(first_values()))
        await service.call("UpdateSample", {"id": created["id"], **second_values()}, etag)
        changed, _ = await service.call("GetSample", {"id": created["id"]})
        assert part(changed) == second_values()
        page, _ = await service.call("ListSamples", {})
        assert [part(item) for item in page["items"]] == [second_values()]


@pytest.mark.usefixtures("_packages")
async def test_a_call_carries_every_type(tmp_path: Path) -> None:
    async with running("echo", tmp_path) as echo:
        address = f"grpc://127.0.0.1:{echo.ports['grpc']}"
        async with running("caller", tmp_path, echo_url=address) as caller, caller.client() as client:
            for values in (first_values(), second_values()):
                answer = await client.post("/relay", json=values)
                assert answer.status_code == 200, answer.text
                assert answer.json() == without_presence(shown(values))


@pytest.mark.usefixtures("_packages")
async def test_an_event_carries_every_type_to_a_read_model_and_to_another_context(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        broker = memory_broker("rest_lab")
        lab, history, listener = [
            await stack.enter_async_context(running(name, tmp_path, broker=broker))
            for name in ("rest-lab", "history", "listener")
        ]
        client, views = [await stack.enter_async_context(service.client()) for service in (lab, history)]
        created = await client.post("/specimens", json=first_values())
        path = f"/specimen-views/{created.json()['id']}"

        async def is_shown() -> bool:
            return (await views.get(path)).status_code == 200

        async def is_copied() -> bool:
            return bool((await listener.call("ListCopies", {}))[0]["items"])

        await eventually(is_shown)
        await eventually(is_copied)
        assert part((await views.get(path)).json()) == shown(first_values())
        (copy,) = (await listener.call("ListCopies", {}))[0]["items"]
    expected = without_presence(shown(first_values()))
    assert copy["specimen_id"] == created.json()["id"]
    assert part(copy) == {name: value for name, value in expected.items() if not name.startswith("lines")}


@pytest.mark.usefixtures("_packages")
async def test_a_query_carries_every_type(tmp_path: Path) -> None:
    async with running("echo", tmp_path) as service, service.client() as client:
        for values in (first_values(), second_values()):
            answer = await client.get("/ask", params=query(values))
            assert answer.status_code == 200, answer.text
            assert answer.json() == shown(values)


@pytest.mark.usefixtures("_packages")
async def test_a_path_carries_scalars(tmp_path: Path) -> None:
    values = first_values()
    expected = {name: values[name] for name in ("key", "whole", "day", "state", "flag")}
    async with running("echo", tmp_path) as service, service.client() as client:
        answer = await client.get("/find/{key}/{whole}/{day}/{state}/true".format(**values))
    assert answer.json() == expected


def query(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Lists of plain values are repeated; objects, money and everything else that is nested is JSON."""
    parameters: list[tuple[str, str]] = []
    for case in CASES:
        for name in (case.name, f"{case.name}_or_none"):
            if name not in values or values[name] is None:
                continue
            value = values[name]
            if case.name in PLAIN_LISTS:
                parameters += [(name, text(item)) for item in value]
            elif isinstance(value, dict | list) or case.expression == "json":
                parameters.append((name, json.dumps(value)))
            else:
                parameters.append((name, text(value)))
    return parameters


def text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
