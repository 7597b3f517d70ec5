"""A key that a blueprint has put elsewhere is moved in the text: comments and what people wrote go along."""

from __future__ import annotations

import pytest

from msgen.merging.migrating.keys import with_moved_key

VALUES = """\
# of this service
replicas: 2

image:
  # who builds it
  repository: registry/shop  # ours
  tag: latest
probe: /readyz
"""

MOVES = {
    "to a place that is not there yet": (
        "image.tag",
        "container.image.tag",
        """\
# of this service
replicas: 2

image:
  # who builds it
  repository: registry/shop  # ours
probe: /readyz
container:
  image:
    tag: latest
""",
    ),
    "below another key, with the comments above it": (
        "probe",
        "image.probe",
        """\
# of this service
replicas: 2

image:
  # who builds it
  repository: registry/shop  # ours
  tag: latest
  probe: /readyz
""",
    ),
    "only the last name": (
        "image.repository",
        "image.name",
        """\
# of this service
replicas: 2

image:
  # who builds it
  name: registry/shop  # ours
  tag: latest
probe: /readyz
""",
    ),
    "a whole map": (
        "image",
        "pod.image",
        """\
# of this service
replicas: 2
probe: /readyz
pod:

  image:
    # who builds it
    repository: registry/shop  # ours
    tag: latest
""",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), MOVES.values(), ids=MOVES.keys())
def test_a_key_moves_with_all_that_belongs_to_it(old: str, new: str, expected: str) -> None:
    assert with_moved_key(VALUES.encode(), "values.yaml", old, new).decode() == expected


def test_keys_around_it_that_hold_nothing_else_go() -> None:
    assert with_moved_key(b"a:\n  b:\n    c: 1\nd: 2\n", "x.yml", "a.b.c", "e") == b"d: 2\ne: 1\n"


def test_a_file_that_ends_without_a_line_end_still_does() -> None:
    assert with_moved_key(b"a: 1\nb:\n  c: 2", "x.yaml", "a", "b.a") == b"b:\n  c: 2\n  a: 1"


@pytest.mark.parametrize(
    ("content", "old", "new"),
    [
        (VALUES, "image.nothing", "a"),
        (VALUES, "probe", "image.tag"),
        (VALUES, "probe", "replicas.probe"),
        ("- a: 1\n", "a", "b"),
        ("a: {b: 1}\n", "a.b", "c"),
        ("a: [\n", "a", "b"),
        ('"a": 1\nc:\n  d: 2\n', "a", "c.a"),
    ],
    ids=["no such key", "the new one is there", "below a value", "a list", "on one line", "no YAML", "in quotes"],
)
def test_what_cannot_be_moved_stays_as_it_is(content: str, old: str, new: str) -> None:
    assert with_moved_key(content.encode(), "values.yaml", old, new).decode() == content
