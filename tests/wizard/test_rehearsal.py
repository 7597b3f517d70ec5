"""The last page says what would be written, and what it says is what is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from answering import Answering
from folders import contents

from msgen.cli import beginning
from msgen.cli.creating.prepared import Prepared, Wishes
from msgen.cli.creating.run import Run, run
from msgen.cli.spec_location import WrittenSpec
from msgen.cli.usage import UsageError
from msgen.cli.wizard.begun import Beginning, interviewed
from msgen.merging.errors import ForeignFilesInTheWay
from msgen.merging.journal.journal import Journal
from msgen.merging.journal.writes import Write
from msgen.rendering.tree import REGULAR, File

WISHES = Wishes(layout=None, blueprints=None, trust=False)


class Counted:
    """Rehearses, and remembers what came out each time."""

    def __init__(self) -> None:
        self.prepared: list[Prepared | None] = []

    def __call__(self, spec: WrittenSpec, destination: Path | None) -> Prepared | None:
        self.prepared.append(WISHES.rehearsed(spec, destination))
        return self.prepared[-1]


def begun(folder: Path, given: dict[str, Any], rehearse: Any) -> tuple[Beginning, list[str]]:
    """What came of it, and what each last page said."""
    asker = Answering({"how": "quick", **given})
    beginning = interviewed(asker, folder, rehearse)
    return beginning, [question.help for question in asker.asked if question.name == "review"]


def test_the_last_page_has_an_outline_and_what_is_confirmed_is_not_rendered_again(tmp_path: Path) -> None:
    rehearse = Counted()
    beginning, (page, again) = begun(tmp_path / "market", {"review": ["spec", "write"]}, rehearse)
    assert page.startswith("services    2\nfiles       ")
    assert "\nconflicts   none\nfindings    none\n" in page
    assert again == page
    assert [beginning.seen] == rehearse.prepared
    assert contents(tmp_path) == {}


def test_another_answer_has_another_outline(tmp_path: Path) -> None:
    rehearse = Counted()
    given = {"services": ["orders, payments", "orders"], "review": ["services", "write"]}
    beginning, pages = begun(tmp_path / "market", given, rehearse)
    assert [page.splitlines()[0] for page in pages] == ["services    2", "services    1"]
    assert beginning.seen is rehearse.prepared[-1]
    assert len(rehearse.prepared) == 2


def test_what_is_in_the_way_is_seen_before_it_is_confirmed(tmp_path: Path) -> None:
    (tmp_path / "market").mkdir()
    (tmp_path / "market/Makefile").write_text("mine\n")
    _, (page,) = begun(tmp_path / "market", {}, WISHES.rehearsed)
    assert "\nconflicts   Makefile: not written by msgen\n" in page


def test_what_could_not_be_written_is_told_and_can_be_changed(tmp_path: Path) -> None:
    def refused(spec: WrittenSpec, destination: Path | None) -> Prepared | None:
        raise UsageError("`shop` is there already", "choose another destination")

    beginning, (page,) = begun(tmp_path / "market", {}, refused)
    assert page == "2 services; findings: none\nPick an answer to change it."
    assert beginning.seen is None


def test_what_an_interrupted_run_writes_after_the_page_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, asker = tmp_path / "market", Answering({"how": "quick"})
    (folder / ".msgen").mkdir(parents=True)
    makefile = Write("Makefile", None, File(b"all:\n", REGULAR, "G"))
    Journal(folder, "").stage([makefile], command="new")
    monkeypatch.setattr(beginning, "chosen_asker", lambda *, yes: asker)

    with pytest.raises(ForeignFilesInTheWay, match="Makefile"):
        run(Run(folder, None, None, yes=False, dry_run=False, wishes=WISHES))

    assert "\nconflicts   none\n" in asker.asked[-1].help
