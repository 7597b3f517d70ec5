"""The questions about a bounded context."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.additions.context import ContextAddition, with_context
from msgen.additions.draft import Contents
from msgen.cli.adding.answers import text, wanted
from msgen.cli.adding.checks import new_name
from msgen.cli.adding.choices import NONE, choices
from msgen.cli.adding.kind import Kind
from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.design.names import NAME
from msgen.spec import Document
from msgen.topology.model import Topology

_SUBDOMAINS = (
    Choice("core", "core", "what the business is better at than others"),
    Choice("supporting", "supporting", "needed, and made for this business"),
    Choice("generic", "generic", "the same everywhere; could be bought"),
)


def _questions(answers: Answers, topology: Topology) -> Iterator[Question]:
    yield Question(
        "name", "What is the context called?", "A part of the business with a language of its own, as `billing`.",
        "Types are shared within a context and never across; services and events belong to one. The rules BND01 to "
        "BND12 look at its borders.",
        "text", "billing", option="NAME", check=new_name(NAME, topology.contexts, "a context"), topic="Context",
    )  # fmt: skip
    yield Question(
        "subdomain", "What is its place in the business?", "Rules are stricter about what is core.",
        "A core context that conforms to a generic one is a finding (BND10).",
        "choice", "supporting", _SUBDOMAINS, "--subdomain", topic="Context",
    )  # fmt: skip
    yield Question(
        "purpose", "What is it for?", "One sentence for the documents; may be left empty.",
        "It stands in the context map and in the README.", "text", "", option="--purpose", topic="Context",
    )  # fmt: skip
    if topology.teams:
        yield Question(
            "owner", "Which team answers for it?", "Teams stand under `teams`.",
            "Alerts of its services go to this team's channel.",
            "choice", "", (NONE, *choices(topology.teams)), "--owner", topic="Context",
        )  # fmt: skip


def _addition(document: Document, topology: Topology, answers: Answers) -> Contents:
    addition = ContextAddition(
        name=str(answers["name"]),
        subdomain=text(answers, "subdomain"),
        purpose=text(answers, "purpose"),
        owner=text(answers, "owner"),
        in_own_file=wanted(answers, "own_file"),
    )
    return with_context(document, topology, addition)


KIND = Kind("context", {"name": "NAME"}, _questions, _addition)
