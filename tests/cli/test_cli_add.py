"""`msgen add`: what it writes, says, refuses, and how it is taken back."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from command_line import COMMENT, SHOP, Msgen, contents, run
from fleets import generated
from real_terminal import ENTER, RealTerminal

from msgen.cli import exit_codes

CANCEL = ("add", "operation", "payments.Void", "--http", "POST /void", "--idempotent")
ADDITIONS: list[tuple[tuple[str, ...], list[str]]] = [
    (("context", "billing", "--subdomain", "core", "--purpose", "Bills", "--yes"), ["+contexts:", "+  billing: {subdomain: core, purpose: Bills}"]),
    (("service", "mails"), ["+  mails: {}"]),
    (
        ("service", "mails", "--protocol", "rest", "--protocol", "grpc", "--exposure", "public", "--auth", "none", "--store", "sqlite", "--role", "bff", "--description", "Sends", "--publish", "Sent", "--subscribe", "OrderPlaced", "--call", "payments", "--call", "orders.GetOrder", "--aggregate", "Mail: to email, text string", "--field", "sent_at: datetime?"),
        ["+  mails:", "+    role: bff", "+    description: Sends", "+    api:", "+      protocol: [rest, grpc]", "+      exposure: public", "+      auth: none", "+    aggregates:", "+      Mail:", "+        fields: {to: email, text: string, sent_at: datetime?}", "+    publishes: [Sent]", "+    subscribes: [OrderPlaced]", "+    calls: [payments, orders.GetOrder]", "+    store: sqlite"],
    ),
    (("service", "mails", "--like", "payments"), ["+  mails:", "+    api: grpc"]),
    (("service", "mails", "--field", "text: string"), ["+  mails:", "+    aggregates:", "+      Mail:", "+        fields: {text: string}"]),
    (("service", "m", "--aggregate", "A", "--aggregate", "B", "--field", "B.x: int"), ["+  m:", "+    aggregates:", "+      A: {}", "+      B:", "+        fields: {x: int}"]),
    (("call", "payments", "orders.GetOrder", "--timeout", "1s", "--attempts", "2", "--bulkhead", "9", "--group", "g", "--per-request", "1.5", "--with", "id=order_id", "--fallback", "cache", "--ttl", "9s"), ["+    calls:", "+      - to: orders.GetOrder", "+        with: {id: order_id}", "+        timeout: 1s", "+        retry: {attempts: 2}", "+        bulkhead: 9", "+        fallback: {kind: cache, ttl: 9s}", "+        group: g", "+        per_request: 1.5"]),
    (("event", "Paid", "--publisher", "payments", "--subscriber", "orders", "--key", "order_id", "--field", "order_id: uuid, at: datetime", "--version", "2", "--public", "--retention", "3d"), ["+    subscribes: [Paid]", "+    publishes: [Paid]", "+contexts:", "+  payments:", "+    events:", "+      Paid:", "+        version: 2", "+        key: order_id", "+        fields: {order_id: uuid, at: datetime}", "+        public: true", "+        retention: 3d"]),
    (("event", "Paid", "--publisher", "payments", "--aggregate", "Payment"), ["+    publishes: [Paid]", "+    aggregates:", "+      Payment:", "+        events: [Paid]"]),
    (("saga", "s", "--trigger", "OrderPlaced", "--step", "a: payments.CreatePayment, compensate payments.DeletePayment, timeout 5s", "--step", "b: payments.UpdatePayment, pivot", "--coordinator", "payments", "--deadline", "5m", "--style", "choreography", "--isolation", "lock"), ["+sagas:", "+  s:", "+    style: choreography", "+    coordinator: payments", "+    trigger: OrderPlaced", "+    deadline: 5m", "+    isolation: lock", "+    steps:", "+      - {name: a, do: payments.CreatePayment, compensate: payments.DeletePayment, timeout: 5s}", "+      - {name: b, do: payments.UpdatePayment, pivot: true}"]),
    (("journey", "j", "--entry", "orders.GetOrder", "--entry", "orders.ListOrders", "--peak", "9/s", "--peak-factor", "2.5", "--growth", "5%", "--availability", "99%", "--latency-p99", "1s", "--criticality", "normal"), ["+journeys:", "+  j:", "+    entry: [orders.GetOrder, orders.ListOrders]", "+    peak: 9/s", "+    peak_factor: 2.5", "+    growth: 5%", "+    availability: 99%", "+    latency_p99: 1s", "+    criticality: normal"]),
]  # fmt: skip
VOID = [
    "+        Void:", "+          http: GET /void", "+          input: {id: uuid}", "+          output: {id: uuid}",
    "+          pagination: cursor", "+          timeout: 1s", "+          rate_limit: 9/s", "+          calls: [orders.GetOrder]",
    "+          reads: [Payment]",
]  # fmt: skip


def changed(patch: str) -> list[str]:
    return [line for line in patch.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """A spec that nothing is generated from yet."""
    (tmp_path / "msgen.yaml").write_text(SHOP, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("arguments", "expected"), ADDITIONS)
def test_every_option_stands_in_the_spec(
    msgen: Msgen, beside: Path, arguments: tuple[str, ...], expected: list[str]
) -> None:
    planned = msgen("add", *arguments, "--dry-run", cwd=beside)
    assert (planned.code, (beside / "msgen.yaml").read_text()) == (0, SHOP)

    done = msgen("add", *arguments, cwd=beside)

    assert (done.code, done.stdout) == (0, "")
    assert changed(planned.stdout) == expected
    assert (beside / "msgen.yaml").read_text() == "".join(patched(SHOP, planned.stdout))


def test_every_option_of_an_operation_stands_in_the_spec(msgen: Msgen, beside: Path) -> None:
    done = msgen(
        "add", "operation", "payments.Void", "--kind", "query", "--http", "GET /void", "--input", "id: uuid", "--output",
        "id: uuid", "--paged", "--timeout", "1s", "--rate-limit", "9/s", "--call", "orders.GetOrder", "--reads", "Payment",
        "--dry-run", cwd=beside,
    )  # fmt: skip
    other = msgen(
        *CANCEL, "--idempotency-key", "Key", "--publish", "OrderPlaced", "--writes", "Payment", "-n", cwd=beside
    )

    assert changed(done.stdout)[-len(VOID) :] == VOID
    assert changed(other.stdout)[-5:] == [
        "+        Void:", "+          idempotent: true", "+          idempotency_key: Key",
        "+          publishes: [OrderPlaced]", "+          writes: [Payment]",
    ]  # fmt: skip


def test_a_context_in_a_file_of_its_own(msgen: Msgen, beside: Path) -> None:
    planned = msgen("add", "context", "billing", "--own-file", "-n", cwd=beside)
    assert changed(planned.stdout)[1:] == ["+context: billing"]

    done = msgen("add", "context", "billing", "--own-file", cwd=beside)

    assert "added the context `billing` to `contexts/billing.yaml`" in done.stderr
    assert (beside / "contexts/billing.yaml").read_text().splitlines()[1:] == ["context: billing"]


def test_in_a_generated_system_the_schema_knows_the_new_names_and_undo_takes_all_of_it_back(
    msgen: Msgen, own_shop: Path
) -> None:
    before = contents(own_shop)

    done = msgen("add", "service", "mails", "--protocol", "rest", "--spec", own_shop)

    assert done.code == 0
    assert done.stderr.endswith(
        f"added the service `mails` to `msgen.yaml`\n`msgen undo` takes it back\nnext:\n  msgen update {own_shop}\n"
    )
    assert (own_shop / "msgen.yaml").read_text() == f"{COMMENT}{SHOP}  mails:\n    api: rest\n"
    assert "mails" in json.dumps(json.loads((own_shop / ".msgen/schema.json").read_text()))
    undone = msgen("undo", own_shop)
    assert (undone.code, contents(own_shop)) == (0, before)
    assert "before `msgen add service`" in undone.stderr


def test_undo_takes_back_a_new_file_too(msgen: Msgen, own_shop: Path) -> None:
    before = contents(own_shop)
    assert msgen("add", "context", "billing", "--own-file", cwd=own_shop).code == 0
    assert (own_shop / "contexts/billing.yaml").is_file()

    assert msgen("undo", cwd=own_shop).code == 0

    assert contents(own_shop) == before


def test_a_dry_run_touches_nothing(msgen: Msgen, own_shop: Path) -> None:
    before = contents(own_shop)

    assert msgen("add", "service", "mails", "-n", cwd=own_shop).code == 0

    assert contents(own_shop) == before


def test_update_brings_the_system_up_to_it_at_once(msgen: Msgen, own_shop: Path) -> None:
    done = msgen("add", "service", "mails", "--protocol", "rest", "--update", cwd=own_shop)

    assert done.code == 0
    assert (own_shop / "services/mails/Makefile").is_file()
    assert msgen("update", "--check", cwd=own_shop).code == 0


def test_at_a_terminal_the_update_is_offered_and_can_wait(own_shop: Path, tmp_path: Path) -> None:
    for name, keys in (("mails", "n"), ("texts", ENTER)):
        terminal = RealTerminal("add", "service", name, cwd=own_shop, state=tmp_path / "state")
        terminal.answer("Update the system now?", keys + ENTER * (keys != ENTER))
        assert terminal.end() == 0
        assert (own_shop / f"services/{name}").is_dir() == (name == "texts")
    assert "next:\n  msgen update" not in terminal.everything


def test_a_system_of_several_repositories_is_added_to_in_its_own(msgen: Msgen, tmp_path: Path) -> None:
    fleet = generated(tmp_path, "multi-repo")
    before = contents(fleet.destination)

    added = msgen("add", "service", "mails", "--protocol", "rest", cwd=fleet.system)
    assert added.code == 0, added.stderr
    changed_files = {path for path, found in contents(fleet.destination).items() if before.get(path) != found}
    assert {path for path in changed_files if "/undo/" not in path} >= {"shop/msgen.yaml", "shop/.msgen/schema.json"}

    assert msgen("undo", cwd=fleet.system).code == 0
    assert contents(fleet.destination) == before


def test_new_findings_are_told_and_stop_nothing(msgen: Msgen, beside: Path) -> None:
    done = msgen("add", "event", "Lost", "--publisher", "orders", cwd=beside)

    assert done.code == 0
    assert "warning[EVT02]" in done.stderr
    assert "new findings about the design: 1 warning; `msgen lint` tells more" in done.stderr
    assert "next:\n  msgen lint\n" in done.stderr


@pytest.mark.parametrize(
    ("kind", "needs"),
    [
        ("context", "`NAME`"), ("service", "`NAME`"), ("operation", "`SERVICE.NAME`"), ("call", "`FROM`, `TO`"),
        ("event", "`NAME`, `--publisher`"), ("saga", "`NAME`, `--trigger`, `--step`"), ("journey", "`NAME`, `--entry`"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("yes", [(), ("--yes",)])
def test_without_a_terminal_everything_that_is_missing_is_named(
    msgen: Msgen, beside: Path, kind: str, needs: str, yes: tuple[str, ...]
) -> None:
    done = msgen("add", kind, *yes, cwd=beside)

    assert (done.code, done.stdout) == (exit_codes.USAGE, "")
    assert done.stderr.startswith(f"error: `msgen add {kind}` needs {needs}, and nobody can be asked\nhint: give ")
    assert (beside / "msgen.yaml").read_text() == SHOP


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add",), "error: `msgen add` needs a kind\nhint: there are: `msgen add service`"),
        (("add", "servce", "a"), "error: there is no command `add servce`\nhint: did you mean `add service`"),
        (("add", "--dry-run", "service", "a"), "error: `--dry-run` stands before `service`, where it says nothing\nhint: write `msgen add service ... --dry-run`\n"),
        (("add", "service", "a", "--contxt", "x"), "error: `msgen add service` has no option `--contxt`\nhint: did you mean `--context`"),
        (("add", "service", "a", "--store", "postgress"), "error: `--store`: `postgress` is not one of"),
        (("add", "service", "a", "--call", "paymens"), "error: there is no service or external system `paymens`\nhint: did you mean `payments`"),
        (("add", "service", "a", "--aggregate", "A: x mony"), "error: `mony`, the type of `x`:"),
        (("add", "service", "m", "--aggregate", "A", "--aggregate", "B", "--field", "x: int"), "error: `x: int` could belong to `A`, `B`\nhint: write `A.x: int`"),
        (("add", "service", "a", "--update"), "error: `--update` needs a generated system"),
        (("add", "call", "orders", "payments"), "error: `orders` calls `payments` already\n"),
        (("add", "call", "orders", "payments.GetPayment", "--with", "a"), "error: `a` says not which field comes from which"),
        (("add", "service", "a", "--spec", "none"), "error: there is no `none`\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_said_with_what_to_type_instead(
    msgen: Msgen, beside: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = msgen(*arguments, cwd=beside)

    assert (done.code, done.stdout) == (exit_codes.USAGE, "")
    assert done.stderr.startswith(said)
    assert (beside / "msgen.yaml").read_text() == SHOP


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("service", "orders"),
            "services.orders: the service `orders` is there already; nothing was written\n --> msgen.yaml:4:3",
        ),
        (("service", "Mails"), "nothing was written"),
        (("call", "payments", "orders", "--timeout", "300"), "services.payments.calls.0.timeout: "),
    ],
)
def test_a_spec_that_would_not_be_valid_is_not_written(
    msgen: Msgen, beside: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = msgen("add", *arguments, cwd=beside)

    assert done.code == exit_codes.USAGE
    assert said in done.stderr
    assert "nothing was written" in done.stderr
    assert (beside / "msgen.yaml").read_text() == SHOP


def test_a_spec_that_is_wrong_already_is_told_first(msgen: Msgen, beside: Path) -> None:
    (beside / "msgen.yaml").write_text(SHOP.replace("[payments]", "[paymens]"))

    done = msgen("add", "service", "mails", cwd=beside)

    assert done.code == exit_codes.USAGE
    assert "hint: did you mean `payments`" in done.stderr


def test_a_spec_from_stdin_goes_to_stdout(msgen: Msgen, tmp_path: Path) -> None:
    done = msgen("add", "service", "mails", "--spec", "-", stdin=SHOP.encode())

    assert (done.code, done.stdout, done.stderr) == (0, f"{SHOP}  mails: {{}}\n", "")
    assert contents(tmp_path) == {}


def test_the_same_addition_gives_the_same_bytes_twice(beside: Path) -> None:
    first, second = (run("add", "service", "mails", "--like", "orders", "-n", cwd=beside) for _ in range(2))

    assert first == second


def test_help_imports_nothing_that_takes_time(beside: Path) -> None:
    script = "import sys; sys.argv = ['msgen', 'add', 'service', '--help']\nfrom msgen.cli.command_line import run\nrun()\nprint(sorted({'copier', 'questionary', 'jinja2', 'ruamel.yaml'} & set(sys.modules)))"
    done = run("-c", script, cwd=beside, command=(sys.executable,))

    assert done.stdout.endswith("\n[]\n")


def patched(text: str, patch: str) -> list[str]:
    """The text after a patch whose hunks come in order."""
    import re

    lines, made, at = text.splitlines(keepends=True), [], 0
    for line in patch.splitlines(keepends=True)[2:]:
        hunk = re.match(r"@@ -(\d+)", line)
        if hunk:
            made += lines[at : int(hunk[1]) - 1]
            at = int(hunk[1]) - 1
        elif line[0] == "+":
            made.append(line[1:])
        else:
            made += [line[1:]] if line[0] == " " else []
            at += 1
    return made + lines[at:]
