"""Which questions apply to the answers so far, with what each answer has to fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from msgspec.structs import replace

from msgen.cli.asking.conversation import Answers, Script, with_answer
from msgen.cli.asking.question import Answer, Choice, Question
from msgen.cli.wizard.look import Complaint, Look, after_fix, look_at
from msgen.cli.wizard.sketch import service_names, sketched
from msgen.cli.wizard.steps import STEPS
from msgen.cli.wizard.steps.step import Surroundings
from msgen.lint.findings import RuleFinding
from msgen.lint.smell import REMOVED

FIXES = "fixes."
"""Before the rule and the object of a finding."""
LEAVE = "leave"


def script_in(around: Surroundings) -> Script:
    """The script of the wizard; what nobody answered yet is taken to have its default."""

    def questions(answers: Answers) -> Iterator[Question]:
        assumed: dict[str, Answer] = {}
        for step in STEPS:
            is_asked = assumed.get("how", "quick") in step.ways
            if not is_asked and assumed["how"] not in step.on_request:
                continue
            for asked in step.questions(assumed, around):
                if not is_asked and asked.name not in answers:
                    continue
                question = replace(asked, check=_check(asked, dict(assumed)))
                yield question
                assumed[question.name] = _taken(question, answers)
                if question.name == "how" and assumed["how"] == "reuse":
                    assumed.update(around.settings)
                if step.settles and question.name in answers:
                    yield from _fixes(assumed, answers)

    return questions


def requests(around: Surroundings, answers: Answers) -> tuple[Question, ...]:
    """The questions that were not asked and can be, with what holds now as their default."""
    known = completed(around, answers)
    steps = (step for step in STEPS if known["how"] in step.on_request)
    return tuple(
        with_answer(each, known) for step in steps for each in step.questions(known, around) if each.name not in answers
    )


def looked_at(answers: Answers) -> Look | Complaint | None:
    """The draft that follows from the answers; nothing before there is a service."""
    return _looked_at(tuple(answers.items()))


@lru_cache(maxsize=4096)
def _looked_at(given: tuple[tuple[str, Answer], ...]) -> Look | Complaint | None:
    answers = dict(given)
    if "name" not in answers or not service_names(answers):
        return None
    choices = tuple(
        (name.removeprefix(FIXES), str(choice)) for name, choice in answers.items() if name.startswith(FIXES)
    )
    return look_at(sketched(answers), choices)


def completed(around: Surroundings, answers: Answers) -> Answers:
    """The answers with those that were taken over from last time."""
    return {**around.settings, **answers} if answers.get("how") == "reuse" else answers


def offered(seen: Look) -> frozenset[str]:
    """The findings that are asked about, here or after the next answer that counts, and so need not be told."""
    return frozenset(fingerprint for fingerprint, finding in seen.open.items() if _fix(seen, finding) is not None)


def _taken(question: Question, answers: Answers) -> Answer:
    given = answers.get(question.name)
    return question.default if given is None or question.objection(given) else given


def _check(question: Question, before: Answers) -> Callable[[Answer], str | None]:
    """What the question itself allows, as far as it makes a spec together with the answers before it."""

    def check(answer: Answer) -> str | None:
        own = question.check(answer) if question.check else None
        if own or isinstance(looked_at(before), Complaint):
            return own
        seen = looked_at({**before, question.name: answer})
        return seen.message if isinstance(seen, Complaint) else None

    return check


def _fixes(assumed: dict[str, Answer], answers: Answers) -> Iterator[Question]:
    """A question for each finding that one key can settle, until all were asked about."""
    while isinstance(seen := looked_at(assumed), Look):
        offers = (_fix(seen, finding) for finding in seen.open.values())
        question = next((each for each in offers if each is not None and each.name not in assumed), None)
        if question is None:
            return
        yield question
        assumed[question.name] = _taken(question, answers)


def _fix(seen: Look, finding: RuleFinding) -> Question | None:
    """What would take something away that was just asked for is not offered."""
    choices = tuple(
        Choice(str(number), fix.text)
        for number, fix in enumerate(finding.fixes, 1)
        if all(edit.value is not REMOVED for edit in fix.edits) and after_fix(seen, finding.fingerprint, number)
    )
    if not choices:
        return None
    return Question(
        name=f"{FIXES}{finding.fingerprint}",
        text=finding.shown.title,
        help="The answers so far bring this about.",
        why=f"{finding.rule.title}. `msgen explain {finding.rule.id}` shows the page of this rule, with an example.",
        kind="choice",
        default=choices[0].value,
        choices=(*choices, Choice(LEAVE, "leave it as it is")),
        option="msgen lint --fix",
        topic="Finding",
    )
