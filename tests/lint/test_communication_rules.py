"""Rules of communication beyond their pages: further clauses, what is just not bad, and what is offered."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from ruled_designs import HEADER, found, mended, offered, text

from msgen.lint.registry import rule
from msgen.lint.review import Review
from msgen.lint.rules.communication._addresses import is_address
from msgen.spec import parse, read_text
from msgen.topology import resolve
from msgen.topology.model import Topology

STAR = "".join(f"  s{number}: {{api: rest}}\n" for number in range(6))
HARD = ["b", "c", "d", "e", "f", "g", "h"]


def topology(design: str) -> Topology:
    return resolve(parse(read_text(HEADER + design)))


def changed(before: str, now: str) -> dict[str, str]:
    """What COM09 says, by object."""
    one = rule("COM09")
    assert one is not None
    return {smell.object_path: smell.message for smell in one.check(Review(topology(now), topology(before)))}


def offers(messages: str, rest: str = "", api: str = "") -> str:
    return f"""\
{rest}services:
  offers: {{context: sales, api: {{exposure: partner, {api}operations: {{Ask: {{{messages}}}}}}}}}
"""


def sales(types: str) -> str:
    return f"contexts: {{sales: {{types: {{{types}}}}}}}\n"


def test_a_shared_store_belongs_to_the_service_of_its_name_and_others_get_their_own() -> None:
    design = "services:\n  bills: {api: rest, store: {name: orders}}\n  orders: {api: rest}\n"
    result = mended("COM01", design)

    assert list(found("COM01", design)) == ["bills.store.name"]
    assert result.result.open == ()
    assert "store: {name: bills}" in text(result)


@pytest.mark.parametrize(("added", "number"), [("[{to: b.GetX, per_request: 2}]", 6), ("[{to: b.GetX}]", None)])
def test_calls_of_a_version_are_added_to_those_of_its_operation(added: str, number: int | None) -> None:
    design = f"""\
services:
  a:
    api: {{exposure: partner, operations: {{GetA: {{timeout: 9s, calls: [{{to: b.GetX, per_request: 4}}]}}}}}}
    versions: {{v1: {{}}, v2: {{calls: {added}}}}}
  b: {{api: {{operations: {{GetX: {{}}}}}}}}
"""
    expected = {"a.GetA": f"{number} calls of `b` per request, more than 5"} if number else {}
    assert found("COM03", design) == expected


def test_too_many_calls_become_one() -> None:
    design = """\
services:
  a: {api: rest, calls: [{to: b, per_request: 12}]}
  b: {api: rest}
"""
    assert mended("COM03", design).result.open == ()


@pytest.mark.parametrize(("services", "hubs"), [(8, ["m"]), (7, [])])
def test_most_ways_of_the_journeys_pass_a_bottleneck_from_eight_services_up(services: int, hubs: list[str]) -> None:
    others = "".join(f"  s{number}: {{api: rest}}\n" for number in range(services - 3))
    design = f"""\
services:
  a: {{api: {{exposure: partner, operations: {{GetA: {{calls: [m.GetM]}}}}}}}}
  m: {{api: {{operations: {{GetM: {{calls: [z.GetZ, y.GetY]}}}}}}}}
  z: {{api: {{operations: {{GetZ: {{}}}}}}}}
  y: {{api: {{operations: {{GetY: {{}}}}}}}}
{others[: others.rindex("  s")]}journeys: {{look: {{entry: a.GetA, peak: 1/s}}}}
"""
    assert list(found("COM04", design)) == hubs


def test_half_of_the_ways_is_no_bottleneck() -> None:
    design = f"""\
services:
  a: {{api: {{exposure: partner, operations: {{GetA: {{calls: [m.GetM]}}}}}}}}
  m: {{api: {{operations: {{GetM: {{calls: [z.GetZ]}}}}}}}}
  z: {{api: {{operations: {{GetZ: {{}}}}}}}}
{STAR}journeys: {{look: {{entry: a.GetA, peak: 1/s}}}}
"""
    assert found("COM04", design) == {}


def test_a_hub_stands_out_from_the_others() -> None:
    names = "abcdefgh"
    everybody = "".join(
        f"  {name}: {{api: rest, calls: [{', '.join(other for other in names if other > name)}]}}\n" for name in names
    )
    assert found("COM04", f"services:\n{everybody}") == {}


def test_own_events_are_no_flow_into_a_bus() -> None:
    events = ["Aged", "Baked", "Cooked", "Dined", "Eaten"]
    own = ["Fed", "Grilled", "Heated", "Iced", "Juiced", "Kneaded"]
    design = f"""\
services:
  a: {{api: rest, publishes: [{", ".join(events)}]}}
  hub: {{store: none, publishes: [{", ".join(own)}], subscribes: [{", ".join([*events, own[0]])}]}}
"""
    assert found("COM05", design) == {}
    assert list(found("COM05", design.replace("[Aged", "[Melted, Aged"))) == ["hub"]


def chained(soft: int, journeys: int, locked: int) -> str:
    """Ten calls between services, some with a fallback, and journeys of which some need four services."""
    fallback = ", fallback: {kind: cache, ttl: 1h}"
    extra = "".join(
        f"  x{number}: {{api: {{exposure: partner, operations: {{GetX: "
        f"{{calls: [{{to: free.GetFree{fallback if number < soft else ''}}}]}}}}}}}}\n"
        for number in range(7)
    )
    entries = "".join(
        f"  j{number}: {{entry: {'a.GetA' if number < locked else 'free.GetFree'}}}\n" for number in range(journeys)
    )
    return f"""\
services:
  a: {{api: {{exposure: partner, operations: {{GetA: {{calls: [b.GetB]}}}}}}}}
  b: {{api: {{operations: {{GetB: {{calls: [c.GetC]}}}}}}}}
  c: {{api: {{operations: {{GetC: {{calls: [d.GetD]}}}}}}}}
  d: {{api: {{operations: {{GetD: {{}}}}}}}}
  free: {{api: {{operations: {{GetFree: {{}}}}}}}}
{extra}{f"journeys:{chr(10)}{entries}" if entries else ""}"""


@pytest.mark.parametrize(
    ("soft", "journeys", "locked", "is_monolith"),
    [(2, 3, 2, True), (3, 3, 2, False), (0, 5, 3, False), (0, 5, 4, True), (0, 3, 1, False), (0, 0, 0, False)],
)
def test_a_distributed_monolith_is_hard_in_most_calls_and_long_in_most_journeys(
    soft: int, journeys: int, locked: int, is_monolith: bool
) -> None:
    assert bool(found("COM06", chained(soft, journeys, locked))) is is_monolith


def test_services_that_never_ask_each_other_are_no_monolith() -> None:
    design = "services: {a: {api: {exposure: partner, operations: {GetA: {}}}}}\njourneys: {look: {entry: a.GetA}}\n"

    assert found("COM06", design) == {}


@pytest.mark.parametrize(("around", "is_monolith"), [("b, c, d", True), ("b, c", False)])
def test_four_services_that_need_each_other_are_in_lockstep(around: str, is_monolith: bool) -> None:
    calls = ", ".join(f"{name}.Do" for name in around.split(", "))
    others = "".join(f"  {name}: {{api: {{operations: {{Do: {{calls: [a.Do]}}}}}}}}\n" for name in "bcd")
    design = f"""\
services:
  a: {{api: {{exposure: partner, operations: {{Do: {{calls: [{calls}]}}}}}}}}
{others}journeys: {{do: {{entry: a.Do}}}}
"""
    assert bool(found("COM06", design)) is is_monolith


@pytest.mark.parametrize(
    ("written", "is_one"),
    [
        ("https://psp.example.com/v1", True),
        ("amqp://broker", True),
        ("psp.example.com", True),
        ("psp.example.com:8443/pay", True),
        ("localhost", True),
        ("localhost:5432", True),
        ("redis:6379", True),
        ("10.20.0.7", True),
        ("10.20.0.7:80", True),
        ("::1", True),
        ("[::1]:80", True),
        ("12:30", False),
        ("12:30:00", False),
        ("1.2.3", False),
        ("0.5", False),
        ("report.csv", False),
        ("a@example.com", False),
        ("production", False),
    ],
)
def test_an_address_says_where_something_is(written: str, is_one: bool) -> None:
    assert is_address(written) is is_one


def test_addresses_leave_the_design_and_their_types_stay() -> None:
    design = """\
externals: {psp: {config_key: none}}
services:
  a:
    api: rest
    calls: [psp]
    config:
      HOST: {type: string(1..80)?, default: psp.example.com, description: Where it is}
      PORT: int default=80
      LINK: url pii default=https://psp.example.com
"""
    result = mended("COM07", design)

    assert result.result.open == ()
    assert "string(1..80)?" in text(result)
    assert "default: psp" not in text(result)
    assert "LINK: url pii\n" in text(result)
    assert "PORT: int default=80\n" in text(result)


@pytest.mark.parametrize("design", ["services: {a: {api: {version: none}}}\n"])
def test_an_api_gets_its_first_version(design: str) -> None:
    assert mended("COM08", design).result.open == ()


@pytest.mark.parametrize(
    ("old", "new", "breaks"),
    [
        ("int", "int", False),
        ("int", "float", False),
        ("float", "int", True),
        ("int(>=0)", "int", False),
        ("int", "int(>=0)", True),
        ("int(>=1)", "int(>=0)", False),
        ("int(>=0)", "int(>=1)", True),
        ("int(>0)", "int(>=0)", False),
        ("int(>=0)", "int(>0)", True),
        ("int(<=9)", "int(<=10)", False),
        ("int(<=10)", "int(<=9)", True),
        ("int(<10)", "int(<=10)", False),
        ("int(<=10)", "int(<10)", True),
        ("int", "int(<=10)", True),
        ("string(1..80)", "string(1..81)", False),
        ("string(1..80)", "string(1..79)", True),
        ("string(/^a$/)", "string(/^a$/)", False),
        ("string(/^a$/)", "string", False),
        ("string", "string(/^a$/)", True),
        ("string(/^a$/)", "string(/^b$/)", True),
        ("uuid", "string", False),
        ("uuid", "string(1..10)", True),
        ("string", "uuid", True),
        ("int", "string", True),
        ("money", "json", False),
        ("decimal(12.2)", "decimal(13.2)", False),
        ("decimal(12.2)", "decimal(13.3)", False),
        ("decimal(12.2)", "decimal(12.3)", True),
        ("decimal(12.2)", "decimal(12.1)", True),
        ("decimal", "decimal(12.2)", True),
        ("decimal(12.2)", "decimal", False),
        ("enum(a|b)", "enum(a|b|c)", False),
        ("enum(a|b)", "enum(a)", True),
        ("enum(a|b)", "string", False),
        ("enum(a|b)", "string(1..1)", True),
        ("string", "enum(a|b)", True),
        ("list(int)", "list(float)", False),
        ("list(float)", "list(int)", True),
        ("list(int)", "int", True),
        ("map(int)", "map(float)", False),
        ("map(float)", "map(int)", True),
    ],
)
def test_a_type_is_narrower_where_it_lacks_values(old: str, new: str, breaks: bool) -> None:
    before, now = ({"contexts": "contexts: {sales: {}}\n", "x": f'input: {{x: "{kind}"}}'} for kind in (old, new))

    assert bool(changed(offers(before["x"], before["contexts"]), offers(now["x"], now["contexts"]))) is breaks


@pytest.mark.parametrize(
    ("before", "now", "message"),
    [
        ("input: {x: int}", "input: {x: int, y: int}", "input: `y` must now be given"),
        ("input: {x: int}", "input: {x: int, y: int?}", None),
        ("input: {x: int}", "input: {x: int, y: int default=1}", None),
        ("input: {x: int?}", "input: {x: int}", "input: `x` must now be given"),
        ("output: {x: int?}", "output: {x: int}", None),
        ("output: {x: int}", "output: {x: int, y: int}", None),
        ("output: {x: int}", "output: {y: {type: int, was: x}}", "output: `x` is now called `y`"),
        ("input: {x: int}", "input: {y: {type: int, was: x}}", "input: `x` is now called `y`"),
        ("input: {x: int, y: int}", "input: {y: {type: int, was: x}}", "input: `x` is now called `y`"),
        ("output: {x: int}", "output: {z: int}", "output: `x` is gone"),
        ("input: unknown", "input: {x: int}", None),
        ("input: {x: int}", "input: unknown", None),
    ],
)
def test_a_message_breaks_by_what_it_lacks_or_asks_for(before: str, now: str, message: str | None) -> None:
    context = "contexts: {sales: {}}\n"
    says = changed(offers(before, context), offers(now, context)).get("offers.Ask")

    assert says == (f"another contract under the same name, v1: {message}" if message else None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("A: {x: int, y: int}", "A: {x: int}", "`a.y` is gone"),
        ("A: {x: B, y: B}, B: {z: int}", "A: {x: B, y: B}, B: {}", "`a.x.z` is gone"),
        ("A: {x: A?, z: int}", "A: {x: A?, z: uuid}", "the type of `a.z` is narrower"),
        ("A: list(B), B: {z: int}", "A: list(B), B: {z: uuid}", "the type of `a[].z` is narrower"),
        ("A: map(B), B: {z: int}", "A: map(B), B: {z: uuid}", "the type of `a{}.z` is narrower"),
        ("A: B, B: int", "A: int", None),
        ("A: int", "A: {x: int}", "the type of `a` is narrower"),
    ],
)
def test_named_types_are_looked_into(old: str, new: str, message: str | None) -> None:
    before, now = (offers("output: {a: A}", sales(types)) for types in (old, new))

    says = changed(before, now).get("offers.Ask")
    assert says == (f"another contract under the same name, v1: output: {message}" if message else None)


def test_a_broken_contract_becomes_the_next_version() -> None:
    one = rule("COM09")
    assert one is not None
    context = "contexts: {sales: {}}\n"
    before, now = offers("output: {x: int}", context), offers("output: {}", context)
    (smell,) = one.check(Review(topology(now), topology(before)))
    assert [(edit.path, edit.value) for edit in smell.fixes[0].edits] == [
        ("offers.api.version", "v2"),
        ("offers.api.versions.v1", {}),
    ]
    before, now = (offers(output, context, "version: none, ") for output in ("output: {x: int}", "output: {}"))
    (smell,) = one.check(Review(topology(now), topology(before)))
    assert smell.fixes[0].edits == ()
    assert list(one.check(Review(topology(now)))) == []


def test_an_old_version_can_be_given_up() -> None:
    design = "services: {a: {api: {version: v2, versions: {v1: {}}}}}\n"

    assert mended("COM10", design, 2).result.open == ()


def test_an_existing_contract_stands_for_messages_that_are_not_known() -> None:
    one = rule("COM11")
    assert one is not None
    known = topology("services: {a: {api: {exposure: partner, operations: {Do: {output: unknown}}}}}\n")
    assert [smell.object_path for smell in one.check(Review(known))] == ["a.Do"]
    served = replace(known, services={"a": replace(known.services["a"], contract="a.openapi.yaml")})
    assert list(one.check(Review(served))) == []


@pytest.mark.parametrize("messages", ["input: unknown", "output: unknown", "input: unknown, output: unknown"])
def test_messages_that_are_not_known_begin_with_what_is_implied(messages: str) -> None:
    design = f"services: {{a: {{api: {{exposure: partner, operations: {{GetA: {{{messages}}}}}}}}}}}\n"

    assert mended("COM11", design).result.open == ()


def test_a_list_is_returned_in_pages() -> None:
    design = "services: {a: {api: {exposure: partner, operations: {GetA: {output: {a: list(int)}}}}}}\n"

    assert mended("COM12", design).result.open == ()


def test_workers_are_not_reached_by_the_public_and_fronts_are_offered() -> None:
    design = """\
defaults: {api: {exposure: public}}
services:
  a: {api: {auth: oauth2}}
  b: {subscribes: [Aged], publishes: [Baked]}
  c: {api: {exposure: internal}, publishes: [Aged]}
"""
    assert found("COM13", design) == {}
    two = design.replace("exposure: internal", "auth: oauth2")
    assert [each for each, _ in offered("COM13", two)] == 2 * ["let a new gateway offer it"]
    fronted = f"{two}  d: {{role: bff, api: {{exposure: internal}}}}\n"
    assert [each for each, _ in offered("COM13", fronted)] == 2 * ["let d offer it"]
    assert mended("COM13", two).result.open == ()


@pytest.mark.parametrize("choice", [1, 2])
def test_a_hot_path_and_a_public_api_can_speak_other_protocols(choice: int) -> None:
    hot = """\
services: {a: {api: {operations: {GetA: {}}}}}
journeys: {look: {entry: a.GetA, peak: 501/s}}
"""
    public = "services: {a: {api: {protocol: grpc, exposure: public, auth: oauth2}}}\n"
    assert mended("COM14", hot, choice).result.open == ()
    assert mended("COM15", public, choice).result.open == ()


def test_an_operation_that_nobody_uses_can_go() -> None:
    design = "services: {a: {api: {operations: {GetA: {}, GetB: {}}}}}\njourneys: {look: {entry: a.GetA}}\n"
    result = mended("COM16", design, 2)

    assert result.result.open == ()
    assert "GetB" not in text(result)


def test_a_fallback_is_a_direct_call_of_an_external_system() -> None:
    design = """\
externals: {psp: {}, spare: {}}
services:
  a: {api: {operations: {Do: {calls: [spare]}}}}
  b: {api: {operations: {Do: {calls: [{to: psp, fallback: {kind: call, to: spare}}]}}}}
"""
    assert found("COM17", design) == {"externals.spare": "2 services call it directly: a, b"}
