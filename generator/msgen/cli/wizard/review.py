"""The page before anything is written: every answer, any of which can be changed, and one confirmation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from msgen.cli.asking.asker import Asker, Back
from msgen.cli.asking.conversation import Answers, Noted, Script, amend, applicable, converse
from msgen.cli.asking.question import Choice, Question
from msgen.cli.wizard.look import Look

WRITE, SPEC = "write", "spec"
_WIDEST = 44


class Reviewed(Struct, frozen=True):
    """What the page says beside the answers."""

    goal: str
    """Where the system goes, as people read it."""
    seen: Look | None
    """`None` for a sample, whose spec is not made of answers."""
    requests: tuple[Question, ...] = ()
    """What was not asked and can be."""
    outline: str = ""
    """What would be written; empty where that is not known."""


def review(script: Script, asker: Asker, answers: Answers, noted: Noted, reviewed: Reviewed) -> Answers | None:
    """The page once: other answers, the same ones, or `None` when they are confirmed."""
    questions = tuple(script(answers))
    choice = asker.ask(_page(questions, answers, reviewed), progress="Review")
    if choice == WRITE:
        return None
    if choice == SPEC and reviewed.seen is not None:
        asker.say(f"\n{reviewed.seen.text}")
        return answers
    wanted = next((question for question in reviewed.requests if question.name == choice), None)
    if wanted is not None:
        return _with_request(script, asker, answers, wanted, noted)
    changed = questions[-1].name if isinstance(choice, Back) else str(choice)
    return applicable(script(known := amend(script, asker, answers, changed, noted)), known)


def _with_request(script: Script, asker: Asker, answers: Answers, wanted: Question, noted: Noted) -> Answers:
    answer = asker.ask(wanted, progress=wanted.topic)
    if isinstance(answer, Back):
        return answers
    known = {**answers, wanted.name: answer}
    noted(known)
    return converse(script, asker, known, noted)


def _page(questions: tuple[Question, ...], answers: Answers, reviewed: Reviewed) -> Question:
    return Question(
        name="review",
        text=f"Write the system to `{reviewed.goal}`?",
        help=f"{reviewed.outline or _summary(reviewed.seen)}\nPick an answer to change it.",
        why=(
            "Nothing was written so far. Pick an answer to change it: the questions that depend on it are asked again. "
            "What is written can be changed at any time in `msgen.yaml`; `msgen update` follows."
        ),
        kind="choice",
        default=WRITE,
        choices=(
            Choice(WRITE, f"write it to `{reviewed.goal}`"),
            *((Choice(SPEC, "show the spec"),) if reviewed.seen is not None else ()),
            *_rows(questions, answers),
            *(Choice(each.name, each.name, _cut(_not_asked(each))) for each in reviewed.requests),
        ),
        topic="Review",
    )


def _rows(questions: tuple[Question, ...], answers: Answers) -> Iterator[Choice]:
    """The table of the answers."""
    for question in questions:
        yield Choice(question.name, question.name, _cut(question.shown(answers[question.name])))


def _not_asked(question: Question) -> str:
    """What holds without an answer; a text that was found out holds only once it is confirmed."""
    if question.kind == "text":
        return f"none; found: {question.default}" if question.default else "none"
    return f"{question.shown(question.default)} (not asked)"


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 3]}..."


def _summary(seen: Look | None) -> str:
    if seen is None:
        return "A copy of the sample's spec, and everything generated from it"
    services = len(seen.topology.services)
    counts = Counter(finding.severity for finding in seen.result.shown)
    found = ", ".join(
        f"{counts[each]} {each}{'s' * (counts[each] > 1)}" for each in ("error", "warning") if counts[each]
    )
    return f"{services} service{'s' * (services > 1)}; findings: {found or 'none'}"
