"""A kind of addition, as the command line knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from msgen.additions.draft import Contents
from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Question
from msgen.spec import Document
from msgen.topology.model import Topology


class Kind(Struct, frozen=True):
    name: str
    """`service`, as in `msgen add service`."""
    required: Mapping[str, str]
    """Answers without which there is nothing to add, each with how it is given on the command line."""
    questions: Callable[[Answers, Topology], Iterator[Question]]
    """Those that apply, in their order."""
    addition: Callable[[Document, Topology, Answers], Contents]
    """The files of the spec with the addition in them."""
    shown: Callable[[Answers], str] = field(default=lambda answers: f"`{answers['name']}`")
    """What it is called in a sentence."""
