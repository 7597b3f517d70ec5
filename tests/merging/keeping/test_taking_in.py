"""A lost record: each file counts as made from the version that it comes closest to."""

from __future__ import annotations

import hashlib

from msgen.merging.destination import Existing
from msgen.merging.keeping.taking_in import Remains, TakenIn, taken_in
from msgen.merging.lock import Lock, LockedFile, Pending
from msgen.merging.locked_design import NO_DESIGN
from msgen.merging.threeway.repository import Standing
from msgen.rendering.tree import REGULAR, File, Owner, Tree

OLD = "".join(f"line {number}\n" for number in range(10))
NEW = OLD.replace("line 7\n", "line seven\n")
EDITED = OLD.replace("line 2\n", "mine\n")


def file(content: str, owner: Owner = "G") -> File:
    return File(content.encode(), REGULAR, owner, "python", "app.py.jinja")


def standing(files: dict[str, str]) -> Standing:
    found = {path: Existing(content.encode(), REGULAR) for path, content in files.items()}
    return Standing(found, read=found.get)


def lock(*entries: LockedFile, pending: tuple[Pending, ...] = ()) -> Lock:
    return Lock("1", (), NO_DESIGN, "", "", entries, pending)


def taken(pristine: dict[str, str], pack: dict[str, str], there: dict[str, str], known: Lock | None = None) -> TakenIn:
    tree = Tree({path: file(content) for path, content in pristine.items()})
    packed = {path: File(content.encode(), REGULAR, "G") for path, content in pack.items()}
    return taken_in(tree, Remains(known, packed, standing(there)))


def bases(result: TakenIn) -> dict[str, str]:
    return {path: each.content.decode() for path, each in result.base.items()}


def test_without_anything_to_go_by_what_is_generated_now_is_the_base() -> None:
    result = taken({"app.py": NEW, "gone.py": "x\n"}, {}, {"app.py": EDITED})

    assert bases(result) == {"app.py": NEW, "gone.py": "x\n"}
    assert (result.is_current, result.clean, result.edited, result.missing) == (True, 0, 1, 1)


def test_a_file_that_was_made_from_the_pack_has_its_base_there() -> None:
    result = taken({"app.py": NEW}, {"app.py": OLD}, {"app.py": EDITED})

    assert bases(result) == {"app.py": OLD}
    assert result.base["app.py"].id == "python:app.py.jinja"
    assert not result.is_current


def test_a_file_that_is_up_to_date_although_the_pack_is_not_has_todays_base() -> None:
    result = taken({"app.py": NEW}, {"app.py": OLD}, {"app.py": NEW.replace("line 2\n", "mine\n")})

    assert (bases(result), result.is_current) == ({"app.py": NEW}, True)


def test_a_file_that_is_as_the_lock_says_is_its_own_base() -> None:
    written = LockedFile("app.py", hashlib.sha256(OLD.encode()).hexdigest(), "100644", "G")
    result = taken({"app.py": NEW}, {}, {"app.py": OLD}, lock(written))

    assert (bases(result), result.clean) == ({"app.py": OLD}, 1)


def test_what_msgen_never_wrote_is_new_to_the_next_update() -> None:
    result = taken({"app.py": OLD, "new.py": "x\n"}, {"app.py": OLD}, {"app.py": OLD})

    assert (bases(result), result.is_current) == ({"app.py": OLD}, False)


def test_what_stands_where_msgen_never_wrote_is_its_owners() -> None:
    result = taken({"app.py": OLD, "new.py": "x\n"}, {"app.py": OLD}, {"app.py": OLD, "new.py": "mine\n"})

    assert result.ejected == {"new.py"}


def test_what_is_generated_no_more_is_known_still() -> None:
    result = taken(
        {"app.py": OLD}, {"app.py": OLD, "old.py": "x\n", "away.py": "y\n"}, {"app.py": OLD, "old.py": "x\n"}
    )

    assert (bases(result), result.is_current) == ({"app.py": OLD, "old.py": "x\n"}, False)


def test_what_was_ejected_stays_so_where_the_lock_is_left() -> None:
    result = taken({"app.py": OLD}, {}, {"app.py": "mine\n"}, lock(LockedFile("app.py", "", "100644", "ejected")))

    assert (result.ejected, result.clean + result.edited + result.missing) == ({"app.py"}, 0)


def test_traces_of_an_update_wait_again() -> None:
    region = "<<<<<<< yours\na\n|||||||\nb\n=======\nc\n>>>>>>> blueprint 1\n"
    there = {"app.py": region, "logo.png": "x\n", "logo.png.msgen-new": "y\n", "fine.py": "<<<<<<< yours\n"}
    pristine = {path: "x\n" for path in ("app.py", "logo.png", "fine.py")}

    assert taken(pristine, {}, there).pending == (Pending("app.py", "conflict"), Pending("logo.png", "side file"))
    known = lock(pending=(Pending("app.py", "orphan"),))
    assert taken(pristine, {}, there, known).pending == known.pending


def test_an_append_only_file_is_never_looked_into() -> None:
    tree = Tree({"0001.py": file("x\n", "A")})

    result = taken_in(tree, Remains(None, {"app.py": file(OLD)}, standing({"0001.py": "mine\n"})))

    assert (bases(result), result.ejected) == ({"0001.py": "x\n"}, frozenset())
