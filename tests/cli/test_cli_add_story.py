"""A system that people have worked on grows by a service, an operation, a call and an event, and keeps their work."""

from __future__ import annotations

import ast
from pathlib import Path

from command_line import Msgen
from kept import append

USE_CASE = "services/kitchen/src/kitchen/app/accept_ticket.py"
MAKEFILE = "services/payments/Makefile"
ADDITIONS = (
    (
        "service", "billing", "--context", "payments", "--protocol", "rest", "--store", "postgres", "--subscribe",
        "PaymentCaptured", "--aggregate", "Invoice", "--field", "order_id: uuid unique", "--field",
        "status: enum(open|sent) default=open",
    ),
    ("operation", "kitchen.ReopenTicket", "--idempotent", "--input", "id: uuid"),
    ("call", "billing.CreateInvoice", "accounts.GetCustomer", "--timeout", "150ms", "--fallback", "ignore"),
    ("event", "TicketReopened", "--publisher", "kitchen.ReopenTicket", "--subscriber", "ordering", "--key", "order_id"),
)  # fmt: skip


def errors(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("error")]


def test_edits_stay_when_a_system_grows(msgen: Msgen, tmp_path: Path) -> None:
    assert msgen("new", "bistro", "--sample", "bistro").code == 0
    system = tmp_path / "bistro"
    append(system / USE_CASE, "\n# the chef's own\n")
    append(system / MAKEFILE, "\ndemo:\n\techo mine\n")
    append(system / "msgen.yaml", "# ours, at the very end\n")
    spec = (system / "msgen.yaml").read_text()

    for addition in ADDITIONS:
        added = msgen("add", *addition, cwd=system)
        assert (added.code, errors(added.stderr)) == (0, []), added.stderr
    updated = msgen("update", "--yes", cwd=system)

    assert updated.code == 0, updated.stderr
    grown = iter((system / "msgen.yaml").read_text())
    assert all(character in grown for character in spec)
    assert (system / USE_CASE).read_text().endswith("\n# the chef's own\n")
    assert (system / MAKEFILE).read_text().endswith("\ndemo:\n\techo mine\n")
    kitchen = system / "services/kitchen/src/kitchen"
    for path in (
        system / "services/billing/src/billing/app/create_invoice.py",
        system / "services/billing/src/billing/adapters/clients/_gen/accounts.py",
        kitchen / "app/reopen_ticket.py",
        system / "services/ordering/src/ordering/app/on_ticket_reopened.py",
    ):
        ast.parse(path.read_text())
    assert "TicketReopened" in (kitchen / "domain/_gen/events.py").read_text()
    assert msgen("update", "--check", cwd=system).code == 0
    assert msgen("lint", cwd=system).code == 0
