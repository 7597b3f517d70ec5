"""The questions about a call."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.additions.call import CallAddition, with_call
from msgen.additions.draft import Contents
from msgen.additions.errors import AdditionError
from msgen.cli.adding.answers import figure, number, text, texts
from msgen.cli.adding.checks import read_by
from msgen.cli.adding.choices import NONE, choices, operations, targets
from msgen.cli.adding.kind import Kind
from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.design.quantities import parse_duration
from msgen.spec import Document
from msgen.topology.model import Topology

_FALLBACKS = (
    NONE,
    Choice("cache", "cache", "the last good answer"),
    Choice("ignore", "ignore", "the answer simply lacks it"),
)


def _questions(answers: Answers, topology: Topology) -> Iterator[Question]:
    callers = choices([*operations(topology), *topology.services])
    if not callers:
        raise AdditionError("there is no service that could call", "`msgen add service NAME` makes one")
    yield Question(
        "from", "Who calls?", "An operation, or a service for all of its operations.",
        "The caller waits: it is as slow, and fails as often, as what it calls.",
        "choice", callers[0].value, callers, "FROM", topic="Call",
    )  # fmt: skip
    caller = str(answers.get("from", "")).partition(".")[0]
    others = tuple(choice for choice in targets(topology) if choice.value.partition(".")[0] != caller)
    if not others:
        raise AdditionError(f"there is nothing that `{caller}` could call", "`msgen add service NAME` makes something")
    yield Question(
        "to", "Whom?", "An operation of another service, or an external system.",
        "The callee's contract is copied to the caller, with a typed client.",
        "choice", others[0].value, others, "TO", topic="Call",
    )  # fmt: skip
    yield Question(
        "timeout", "How long may one try take?", "As `300ms`; empty: what follows from the callee's deadline.",
        "All tries have to fit into the caller's deadline (RES03).",
        "text", "", option="--timeout", check=read_by(parse_duration), topic="Call",
    )  # fmt: skip
    yield Question(
        "fallback", "What answers when all tries have failed?", "None: the caller fails as well.",
        "With a fallback the call costs no availability (AVL01).",
        "choice", "", _FALLBACKS, "--fallback", topic="Call",
    )  # fmt: skip


def _addition(document: Document, topology: Topology, answers: Answers) -> Contents:
    addition = CallAddition(
        caller=str(answers["from"]),
        to=str(answers["to"]),
        timeout=text(answers, "timeout"),
        attempts=number(answers, "attempts"),
        fallback=text(answers, "fallback"),
        ttl=text(answers, "ttl"),
        bulkhead=number(answers, "bulkhead"),
        group=text(answers, "group"),
        per_request=figure(answers, "per_request"),
        with_=dict(_pair(written) for written in texts(answers, "with")),
    )
    return with_call(document, topology, addition)


def _pair(written: str) -> tuple[str, str]:
    theirs, sign, ours = written.partition("=")
    if not sign or not theirs or not ours:
        raise AdditionError(
            f"`{written}` says not which field comes from which", "write the callee's first: `amount=total`"
        )
    return theirs, ours


KIND = Kind(
    "call",
    {"from": "FROM", "to": "TO"},
    _questions,
    _addition,
    lambda answers: f"`{answers['from']}->{answers['to']}`",
)
