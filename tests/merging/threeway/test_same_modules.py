"""Which module is which, where no design and no migration says that a name changed."""

from __future__ import annotations

from repositories import generated, repository

from msgen.merging.renaming import carry, python_names
from msgen.merging.renaming.modules import same_modules
from msgen.merging.renaming.renames import Renames
from msgen.rendering.tree import File

OLD, NEW = "src/orders/reading.py", "src/orders/limits.py"


def same(base: dict[str, File], theirs: dict[str, File]) -> dict[str, str]:
    return dict(same_modules(repository(base, {}, theirs).locked.values(), base, theirs, lambda identity: identity))


def test_the_same_id_at_another_path_is_the_same_module_whatever_it_holds() -> None:
    base = {OLD: generated("LIMIT = 1\n", template="limits.py", subject="services.orders")}
    theirs = {NEW: generated("entirely = 'else'\n", template="limits.py", subject="services.orders")}
    assert same(base, theirs) == {OLD: NEW}

    locked = repository(base, {}, theirs).locked.values()
    names = python_names(Renames(), "orders", locked=locked, base=base, theirs=theirs, new_id=lambda identity: identity)
    carried = carry("src/orders/app/mine.py", b"from ..reading import LIMIT\n", names)
    assert (carried.content, carried.lines) == (b"from ..limits import LIMIT\n", (1,))


def test_the_same_bytes_of_a_new_template_are_the_same_module_for_one_object_only() -> None:
    text = "LIMIT = 1\n"
    base = {OLD: generated(text, template="reading.py", subject="services.orders")}
    assert same(base, {NEW: generated(text, template="limits.py", subject="services.orders")}) == {OLD: NEW}
    assert same(base, {NEW: generated(text, template="limits.py", subject="services.other")}) == {}
    assert same(base, {NEW: generated(text + text, template="limits.py", subject="services.orders")}) == {}


def test_one_module_of_many_goes_to_no_other_of_its_template() -> None:
    one, other = (generated("x = 1\n", template="each.py", subject=name) for name in ("a", "b"))
    assert same({"src/a.py": one}, {"src/b.py": other}) == {}


def test_bytes_that_two_modules_have_decide_nothing() -> None:
    base = {OLD: generated("x = 1\n", template="one.py"), "src/orders/two.py": generated("x = 1\n", template="two.py")}
    assert same(base, {NEW: generated("x = 1\n", template="new.py")}) == {}
