"""Whatever comments, blank lines and line ends a spec has: an addition takes none of its characters away."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from added import MARKET, With
from hypothesis import given, settings
from hypothesis import strategies as st

from msgen.additions.call import CallAddition, with_call
from msgen.additions.context import ContextAddition, with_context
from msgen.additions.event import EventAddition, with_event
from msgen.additions.journey import JourneyAddition, with_journey
from msgen.additions.operation import OperationAddition, with_operation
from msgen.additions.saga import SagaAddition, StepAddition, with_saga
from msgen.additions.service import ServiceAddition, with_service
from msgen.spec import parse, read_contents
from msgen.topology import resolve

ADDITIONS: list[tuple[With, Any]] = [
    (with_context, ContextAddition("billing", "core")),
    (with_service, ServiceAddition("bills", "money", protocols=("rest",), aggregates={"Bill": {"total": "money"}})),
    (with_service, ServiceAddition("carts", "ordering", like="orders", calls=("payments.Pay",))),
    (with_operation, OperationAddition("orders", "CancelOrder", http="POST /orders/{id}/cancel")),
    (with_operation, OperationAddition("payments", "Capture", input={"payment_id": "uuid"}, idempotent=True)),
    (with_operation, OperationAddition("history", "CountViews")),
    (with_call, CallAddition("orders.PlaceOrder", "history", timeout="1s")),
    (with_call, CallAddition("payments.Pay", "bank", fallback="ignore")),
    (with_event, EventAddition("Refunded", "payments.Refund", ("orders", "history.view"), fields={"id": "uuid"})),
    (with_event, EventAddition("Cancelled", "orders", ("payments",), aggregate="Order")),
    (with_saga, SagaAddition("sell", "OrderPlaced", (StepAddition("pay", "payments.Pay", timeout="5s"),))),
    (with_journey, JourneyAddition("look", ("orders.GetOrder",), peak="9/s")),
]
MONEY = """\
context: money
subdomain: generic
services:
  payments:
    api:
      protocol: grpc
      operations:
        Pay: {idempotency_key: payment_id, input: {payment_id: uuid, total: money}}
        Refund: {idempotent: true, input: {payment_id: uuid}}
    subscribes:
      - OrderPlaced
"""
_PAYMENTS = re.search(r"  payments:\n(?:    .*\n)+\n", MARKET)
assert _PAYMENTS is not None
APART = {
    "msgen.yaml": MARKET.replace(_PAYMENTS[0], "").replace("  money:\n    subdomain: generic\n", ""),
    "contexts/money.yaml": MONEY,
}
NOISE = st.lists(
    st.tuples(
        st.integers(0, 70), st.sampled_from(["", "# a note", "      # far in: {x}", "  # '- \"quoted'", "   ", "#"])
    ),
    max_size=12,
)
TAILS = st.lists(st.tuples(st.integers(0, 70), st.sampled_from(["  # tail", " # a, b: [c]", "   "])), max_size=8)


@st.composite
def specs(draw: st.DrawFn) -> dict[str, bytes]:
    whole = draw(st.sampled_from([{"msgen.yaml": MARKET}, APART]))
    return {name: draw(decorated(text)) for name, text in whole.items()}


@st.composite
def decorated(draw: st.DrawFn, text: str) -> bytes:
    lines = text.rstrip("\n").split("\n")
    for number, tail in draw(TAILS):
        if number < len(lines) and lines[number]:
            lines[number] += tail
    for number, noise in sorted(draw(NOISE), reverse=True):
        lines.insert(min(number, len(lines)), noise)
    line_break = draw(st.sampled_from(["\n", "\r\n"]))
    end = draw(st.sampled_from([line_break, "", line_break * 3]))
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return mark + (line_break.join(lines) + end).encode()


@given(specs(), st.sampled_from(ADDITIONS))
@settings(max_examples=150, deadline=None)
def test_nothing_is_taken_away_and_everything_else_says_the_same(
    contents: dict[str, bytes], added: tuple[With, Any]
) -> None:
    with_addition, addition = added
    document = read_contents(contents)

    after = with_addition(document, resolve(parse(document)), addition)

    for name, content in contents.items():
        assert is_within(content, after[name]), (content, after[name])
        assert after[name].startswith(b"\xef\xbb\xbf") == content.startswith(b"\xef\xbb\xbf")
        assert not (Counter(lines_of(content)) - Counter(lines_of(after[name]))) or is_line_grown(content, after[name])
        if b"\r\n" in content:
            assert after[name].count(b"\n") == after[name].count(b"\r\n")
    changed = read_contents(after)
    resolve(parse(changed))
    assert grown(document.data, changed.data)
    assert document.data != changed.data


def is_within(before: bytes, after: bytes) -> bool:
    """Every byte is there, in its order."""
    rest = iter(after)
    return all(byte in rest for byte in before)


def lines_of(content: bytes) -> list[bytes]:
    return content.replace(b"\r\n", b"\n").split(b"\n")


def is_line_grown(before: bytes, after: bytes) -> bool:
    """The lines that are gone are within new ones: a list or a map on one line got longer, a short form was expanded."""
    gone = list((Counter(lines_of(before)) - Counter(lines_of(after))).elements())
    new = list((Counter(lines_of(after)) - Counter(lines_of(before))).elements())
    return len(gone) <= 4 and all(
        any(is_within(line.strip(), other) for other in [*new, b"".join(new)]) for line in gone
    )


def grown(before: Any, after: Any) -> bool:
    """Maps and lists got more entries, at their ends; nothing else changed but short forms."""
    if isinstance(before, dict) and isinstance(after, dict):
        kept = [key for key in after if key in before]
        return kept == list(before) and all(grown(value, after[key]) for key, value in before.items())
    if isinstance(before, list) and isinstance(after, list):
        return after[: len(before)] == before
    return before == after or after == {"protocol": before} or (before is None and isinstance(after, dict))
