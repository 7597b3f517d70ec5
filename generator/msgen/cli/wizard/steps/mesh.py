"""The service mesh."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.cli.wizard.draft import usual_mesh
from msgen.cli.wizard.sketch import sketched
from msgen.cli.wizard.steps.step import Step, Surroundings


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    yield Question(
        name="mesh",
        text="Which service mesh does the cluster have?",
        help="It encrypts what goes between services, and lets through only what the design knows.",
        why=(
            "A mesh adds routes, mutual TLS and authorization policies to the umbrella chart, and about 1 ms and 50 "
            "MB per pod with sidecars. Without one the rules SEC01 and MSH01 have more to say. Retries stay in the "
            "services."
        ),
        kind="choice",
        default=usual_mesh(sketched(answers).profile),
        choices=(
            Choice("istio", "Istio", "with sidecars"),
            Choice("istio-ambient", "Istio ambient", "without sidecars"),
            Choice("linkerd", "Linkerd", "small and simple"),
            Choice("none", "none", "the cluster has no mesh"),
        ),
        option="platform.mesh",
        topic="Mesh",
    )


STEP = Step(_questions, frozenset({"full"}), on_request=frozenset({"quick", "reuse"}), settles=True)
