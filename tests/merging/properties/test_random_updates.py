"""What holds of every update: of random edits, over random versions of what is generated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from msgen.merging.errors import TargetChanged
from msgen.merging.journal.run import undo
from msgen.merging.threeway.decide import Conflicts
from properties.claims import dropped_silently, lost_words, untold_pending
from properties.projects import Project, Snapshot, as_files, put, scratch
from properties.triples import MOVED, RENAMED, Move, Triple, newer, triples

many = settings(max_examples=500, deadline=None)
some = settings(max_examples=200, deadline=None)
seeds = st.integers(0, 2**32)


@many
@given(triples())
def test_no_word_of_a_person_is_lost(triple: Triple) -> None:
    with scratch() as folder:
        project = triple.project(folder)
        before = project.files()
        project.updated(triple.new)

        assert lost_words(before, project.files()) == set()


@many
@given(triples())
def test_no_change_of_a_blueprint_is_dropped_silently(triple: Triple) -> None:
    with scratch() as folder:
        project = triple.project(folder)
        update = project.updated(triple.new)

        assert dropped_silently(triple, project, update) == {}


@many
@given(triples(), st.sampled_from(["inline", "rej", "ours"]))
def test_updating_twice_is_updating_once(triple: Triple, conflicts: Conflicts) -> None:
    with scratch() as folder:
        project = triple.project(folder)
        project.updated(triple.new, conflicts)
        once, times = project.everything(), project.times()

        assert project.updated(triple.new, conflicts).changes.writes == ()
        assert (project.everything(), project.times()) == (once, times)


@some
@given(triples(), st.sampled_from(["inline", "rej", "ours"]))
def test_what_is_generated_again_alike_changes_no_file(triple: Triple, conflicts: Conflicts) -> None:
    with scratch() as folder:
        project = triple.project(folder)
        project.updated(triple.new, conflicts)
        once = project.files()
        project.updated(triple.new, conflicts, anew=True)

        assert project.files() == once


@many
@given(triples())
def test_files_of_people_are_as_they_were(triple: Triple) -> None:
    with scratch() as folder:
        project = triple.project(folder)
        project.updated(triple.new)
        after = project.files()

        assert {each.path: after.get(each.path) for each in triple.foreign} == {
            each.path: (each.mode, each.content) for each in triple.foreign
        }


@many
@given(triples(), st.sampled_from(["inline", "rej"]))
def test_what_is_left_to_a_person_is_what_waits_in_the_record(triple: Triple, conflicts: Conflicts) -> None:
    with scratch() as folder:
        project = triple.project(folder)
        update = project.updated(triple.new, conflicts)

        assert untold_pending(project, update) == set()
        assert update.pending == tuple(entry.path for entry in project.pending)


@some
@given(triples(edits=False))
def test_an_untouched_project_becomes_what_would_be_generated_afresh(triple: Triple) -> None:
    with scratch() as folder, scratch() as other:
        project = triple.generated(folder)
        project.updated(triple.new)
        fresh = Project.generated(other, triple.new)

        assert without_append_only(project.files(), triple) == without_append_only(fresh.files(), triple)


@some
@given(triples(edits=False), seeds)
def test_what_a_person_changed_as_the_blueprint_does_is_no_conflict(triple: Triple, seed: int) -> None:
    with scratch() as folder:
        project = triple.generated(folder)
        change_as_the_blueprint_does(folder, triple, Random(seed))
        update = project.updated(triple.new)

        assert update.pending == ()
        assert without_append_only(project.files(), triple) == without_append_only(as_files(triple.new), triple)


@some
@given(triples(edits=False), seeds)
def test_one_update_over_two_versions_is_as_good_as_two(triple: Triple, seed: int) -> None:
    last = newer(triple.new, seed)
    with scratch() as folder, scratch() as other:
        slow, fast = triple.generated(folder), triple.generated(other)
        slow.updated(triple.new)
        slow.updated(last)
        fast.updated(last)

        assert without_append_only(slow.files(), triple) == without_append_only(fast.files(), triple)


@some
@given(triples(), seeds)
def test_one_update_over_two_versions_merges_as_two_do(triple: Triple, seed: int) -> None:
    """Where nothing depends on the version between: no likeness to it, no file of a person's that is equal to its own.

    Entries that both sides put in at one place may stand in either order, and what a person laid out anew may be as
    they did or as it is generated.
    """
    last = newer(triple.new, seed)
    assume(all(edit.path in triple.base and not isinstance(edit, Move) for edit in triple.edits))
    assume(not any(file.template.endswith(RENAMED) or file.owner == "H" for file in last.values()))
    with scratch() as folder, scratch() as other:
        slow, fast = triple.project(folder), triple.project(other)
        waiting = [slow.updated(triple.new).pending, slow.updated(last).pending, fast.updated(last).pending]
        assume(not any(waiting))

        assert words(slow.files()) == words(fast.files())


@some
@given(triples(), seeds)
def test_a_file_that_is_saved_while_msgen_decides_is_never_overwritten(triple: Triple, seed: int) -> None:
    with scratch() as folder:
        project = triple.project(folder)
        update = project.decided(triple.new)
        paths = sorted(write.path for write in update.changes.writes if not write.path.startswith(".msgen/"))
        assume(paths)
        path = Random(seed).choice(paths)
        put(folder / path, b"saved by an editor\n", 0o644)

        with pytest.raises(TargetChanged, match="changed while msgen ran"):
            project.apply(update)
        assert (folder / path).read_bytes() == b"saved by an editor\n"


@some
@given(triples())
def test_undo_gives_back_what_stood_there(triple: Triple) -> None:
    with scratch() as folder:
        project = triple.project(folder)
        before = project.everything()
        assume(project.updated(triple.new).changes.writes)
        undo(folder)

        assert project.everything() == before


@some
@given(triples(), st.sampled_from(["inline", "rej", "ours"]))
def test_equal_projects_become_equal_wherever_they_stand(triple: Triple, conflicts: Conflicts) -> None:
    with scratch() as folder, scratch() as other:
        one, two = triple.project(folder / "one"), triple.project(other / "deep" / "two")
        one.updated(triple.new, conflicts)
        two.updated(triple.new, conflicts)

        assert one.everything() == two.everything()


def without_append_only(files: Snapshot, triple: Triple) -> Snapshot:
    """Those depend on history."""
    kept = {path for tree in (triple.base, triple.theirs) for path, file in tree.items() if file.owner == "A"}
    return {path: each for path, each in files.items() if path not in kept}


def words(files: Snapshot) -> Mapping[str, tuple[int, list[bytes]]]:
    return {path: (mode, sorted(re.findall(rb"\w+", content))) for path, (mode, content) in files.items()}


def change_as_the_blueprint_does(folder: Path, triple: Triple, random: Random) -> None:
    """Some of its changes, each as a whole."""
    for path, file in triple.base.items():
        if random.random() < 0.5 and file.owner != "A":
            (folder / path).unlink()
            for now in triple.theirs.keys() & {path, f"{MOVED}{path}"}:
                put(folder / now, triple.theirs[now].content, triple.theirs[now].mode)
