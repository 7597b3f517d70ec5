"""Rules that a house declares beside its spec: what they can say, and what they cannot do."""

from __future__ import annotations

from datetime import date

import pytest

from msgen.diagnostics import SpecError
from msgen.lint.fixing import mend
from msgen.lint.house.declared import declared_rules
from msgen.lint.house.expressions import Expression, ExpressionError
from msgen.lint.looking import Looking
from msgen.spec import read_text

SPEC = """\
msgen: 1
name: shop
contexts: {sales: {subdomain: core}}
services:
  orders: {context: sales, api: rest, calls: [{to: payments, timeout: 3s}], scaling: {min: 1}}
  payments: {api: rest, availability: 99.5%}
waivers: [{rule: ACME02, on: payments, reason: "until the new data centre"}]
"""
RULES = b"""\
rules:
  - id: ACME01
    title: Patient call
    severity: error
    select: calls.*
    assert: timeout <= "2s"
    hint: give it two seconds at most
    fix: {timeout: 2s}
  - id: ACME02
    title: Weak service
    select: services.*
    where: profile == "standard" and like(name, "pay*")
    assert: availability >= "99.9%" and scaling.minimum + 1 > 2
    hint: see the standards of the house
"""


def test_a_declared_rule_finds_waives_and_mends_like_any_other() -> None:
    looking = Looking(date(2026, 1, 1), rules=declared_rules(RULES, "rules/acme.yaml", frozenset({"RES"})))
    _, result = looking(read_text(SPEC))

    assert [finding.title for finding in result.shown] == [
        'error[ACME01]: orders.CreateOrder->payments.CreatePayment: patient call: not `timeout <= "2s"`'
    ]
    assert [finding.fingerprint for finding in result.of("waived")] == ["ACME02 payments"]
    mended = mend(read_text(SPEC), looking, {})
    assert mended.document.contents["msgen.yaml"].decode() == SPEC.replace("timeout: 3s", "timeout: 2s")


@pytest.mark.parametrize(
    ("change", "message", "line"),
    [
        (("id: ACME01", "id: RES01"), "`RES` is a family of msgen", 2),
        (("id: ACME01", "id: acme"), "`acme` is no rule id", 2),
        (("severity: error", "severity: fatal"), "`fatal` is no severity", 4),
        (("select: calls.*", "select: pods.*"), "`pods` cannot be selected", 5),
        (("    hint: give it two seconds at most\n", ""), "`hint` is missing or no text", 2),
        (("severity: error", "gravity: error"), "unknown key `gravity`", 4),
        (('assert: timeout <= "2s"', "assert: timeout <="), "it is not a condition", 6),
        (("rules:", "others:"), "a file of rules holds a list", 1),
    ],
)
def test_a_wrong_rule_is_told_at_its_line(change: tuple[str, str], message: str, line: int) -> None:
    text = RULES.decode().replace(*change)

    with pytest.raises(SpecError) as raised:
        declared_rules(text.encode(), "rules/acme.yaml", frozenset({"RES"}))

    (finding,) = raised.value.findings
    assert message in finding.message
    assert finding.location is not None
    assert finding.location.line == line


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "name.__class__",
        "open('/etc/passwd')",
        "[x for x in name]",
        "lambda: 1",
        "name if name else name",
        "name ** 9",
        "name[0]",
        "f'{name}'",
        "(name := 1)",
        "len(*name)",
        "x" * 501,
        "(" * 400,
    ],
)
def test_a_condition_can_only_compare(text: str) -> None:
    with pytest.raises(ExpressionError):
        Expression.of(text)


@pytest.mark.parametrize("text", ["missing", "name.length", "name > 3", "'a' * 3", "count < 'x/s'"])
def test_what_cannot_be_worked_out_is_said(text: str) -> None:
    from decimal import Decimal

    with pytest.raises(ExpressionError):
        Expression.of(text).holds({"name": "orders", "count": Decimal(1)})
