"""Ten thousand random updates, or as many as `MSGEN_SOAK` says, and what became of them."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from properties.claims import dropped_silently, lost_words, untold_pending
from properties.projects import scratch
from properties.triples import triple

UPDATES = int(os.environ.get("MSGEN_SOAK", "10000"))
FIGURES = Path(__file__).resolve().parents[3] / "build" / "random_updates.json"
"""What `tools/update_figures.py` publishes."""


@pytest.mark.soak
def test_ten_thousand_random_updates_lose_nothing_and_drop_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    figures: Counter[str] = Counter()
    failed: dict[int, list[str]] = {}
    for seed in range(UPDATES):
        words = outcome(seed)
        figures.update(words)
        if found := {"lost", "dropped", "untold", "unsettled"} & set(words):
            failed[seed] = sorted(found)
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(dict(sorted(figures.items())), indent=2) + "\n", "utf-8")
    with capsys.disabled():
        print(f"\n{', '.join(f'{count} {word}' for word, count in sorted(figures.items()))}")

    assert failed == {}


def outcome(seed: int) -> list[str]:
    """The words for what became of one random update, by which it counts."""
    case = triple(seed)
    with scratch() as folder:
        project = case.project(folder)
        before = project.files()
        update = project.updated(case.new, anew=True)
        changes, after = update.changes, project.files()
        claims = {
            "updates": True,
            "clean": not changes.having("conflict"),
            "conflict": bool(changes.having("conflict")),
            "merge": bool(changes.having("merge")),
            "lost": bool(lost_words(before, after)),
            "dropped": bool(dropped_silently(case, project, update)),
            "untold": bool(untold_pending(project, update)),
        }
        project.updated(case.new, anew=True)
        claims["unsettled"] = project.files() != after
    return [word for word, holds in claims.items() if holds]
