"""A conversation: which question comes next, what going back keeps, and what an answer makes invalid.

What is asked follows from what was answered. A script names the questions that apply, in their order; it is read
again after every answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from msgen.cli.asking.asker import Asker, Back
from msgen.cli.asking.question import Answer, Question

Answers = Mapping[str, Answer]
Script = Callable[[Answers], Iterable[Question]]
Noted = Callable[[Answers], None]


def converse(script: Script, asker: Asker, answers: Answers, noted: Noted) -> Answers:
    """Ask from the first question that has no answer to the last one.

    A person who goes back walks forward again, with the old answers as the defaults; answers from elsewhere, which this
    conversation did not come by, are passed over. An answer that the questions
    no longer allow is dropped and listed; one whose question no longer applies is kept for the case that it comes back.
    """
    known, _ = _valid(script, answers)
    questions = tuple(script(known))
    seen: set[str] = set()
    position = _next(questions, 0, known, seen)
    while position < len(questions):
        question = questions[position]
        seen.add(question.name)
        answer = asker.ask(with_answer(question, known), progress=progress_of(questions, position))
        if isinstance(answer, Back):
            position = max(position - 1, 0)
            continue
        known, dropped = _valid(script, {**known, question.name: answer})
        before, questions = questions, tuple(script(known))
        _tell_lost(asker, before, questions, known, dropped)
        noted(known)
        position = _next(questions, _place(questions, question) + 1, known, seen)
    return applicable(questions, known)


def amend(script: Script, asker: Asker, answers: Answers, name: str, noted: Noted) -> Answers:
    """Ask one question again, then those that its answer opens; going back leaves everything as it was."""
    before = tuple(script(answers))
    question = before[_place(before, name)]
    answer = asker.ask(with_answer(question, answers), progress=question.topic)
    if isinstance(answer, Back):
        return answers
    known, dropped = _valid(script, {**answers, name: answer})
    _tell_lost(asker, before, tuple(script(known)), known, dropped)
    noted(known)
    return converse(script, asker, known, noted)


def with_answer(question: Question, answers: Answers) -> Question:
    """The question with the answer that it had before, if any, as its default."""
    old = answers.get(question.name)
    return question if old is None or question.objection(old) else replace(question, default=old)


def progress_of(questions: tuple[Question, ...], position: int) -> str:
    """`Services · 3 of 7`."""
    count = f"{position + 1} of {len(questions)}"
    topic = questions[position].topic
    return f"{topic} · {count}" if topic else count


def applicable(questions: Iterable[Question], answers: Answers) -> Answers:
    """The answers of these questions, in their order."""
    return {each.name: answers[each.name] for each in questions if each.name in answers}


def _next(questions: tuple[Question, ...], start: int, known: Answers, seen: set[str]) -> int:
    """The place of the next question that is open, or that this conversation came by."""
    waiting = range(start, len(questions))
    return next(
        (number for number in waiting if questions[number].name not in known or questions[number].name in seen),
        len(questions),
    )


def _valid(script: Script, answers: Answers) -> tuple[Answers, tuple[str, ...]]:
    """The answers that the questions allow, and the names of those that they do not allow."""
    known = dict(answers)
    dropped: list[str] = []
    while True:
        wrong = [each.name for each in script(known) if each.name in known and each.objection(known[each.name])]
        if not wrong:
            return known, tuple(dropped)
        dropped += wrong
        for name in wrong:
            del known[name]


def _tell_lost(
    asker: Asker, before: Iterable[Question], after: Iterable[Question], known: Answers, dropped: Iterable[str]
) -> None:
    there = {each.name for each in after}
    gone = [each.name for each in before if each.name not in there and each.name in known]
    if lost := [*dropped, *gone]:
        asker.say(f"no longer valid: {', '.join(f'`{name}`' for name in lost)}")


def _place(questions: tuple[Question, ...], wanted: Question | str) -> int:
    """The place of a question that applies; one that its own answer took away was the last of its kind."""
    name = wanted if isinstance(wanted, str) else wanted.name
    return next((number for number, each in enumerate(questions) if each.name == name), len(questions) - 1)
