"""Changes that are neighbours in the text but concern different keys."""

from __future__ import annotations

from msgen.merging.text import Clash, Merged, merge_text

VALUES = b"""\
# Safe defaults.

image:
  repository: bistro/payments
  tag: "0.1.0"  # of the release
ports:
  grpc: 9090
  metrics: 9464
spread:
  - kubernetes.io/hostname
  - topology.kubernetes.io/zone
containers:
  - name: app
    image: a
  - name: relay
    image: b
"""

PROJECT = b"""\
[project]
name = "payments"
dependencies = [
  "aiohttp>=3.14,<4",
  "grpcio>=1.85,<2",
  "structlog>=26.1,<27",
]

[tool.ruff.lint]
select = ["E", "F", "I"]

[[tool.mypy.overrides]]
module = ["payments.*.pb.*"]
ignore_errors = true
"""

SCHEMA = b"""\
{
  "type": "object",
  "required": [
    "id",
    "total"
  ],
  "properties": {
    "id": {"type": "string"},
    "total": {"type": "integer"}
  }
}
"""


def merged(base: bytes, yours: bytes, theirs: bytes, path: str = "values.yaml") -> Merged:
    return merge_text(base, yours, theirs, path=path)


def clean(base: bytes, yours: bytes, theirs: bytes, path: str = "values.yaml") -> str:
    result = merged(base, yours, theirs, path)
    assert result.how == "structure"
    return result.content.decode()


def clashes(result: Merged) -> list[tuple[bytes, bytes, bytes]]:
    return [(part.base, part.yours, part.theirs) for part in result.parts if isinstance(part, Clash)]


def test_values_of_neighbouring_keys_merge_and_comments_stay() -> None:
    yours = VALUES.replace(b"bistro/payments", b"mine/payments  # ours")
    theirs = VALUES.replace(b'"0.1.0"', b'"0.2.0"')

    assert clean(VALUES, yours, theirs) == yours.replace(b'"0.1.0"', b'"0.2.0"').decode()


def test_keys_added_by_both_at_the_same_place_are_both_there() -> None:
    yours = VALUES.replace(b"  metrics: 9464\n", b"  metrics: 9464\n  debug: 5678\n")
    theirs = VALUES.replace(b"  metrics: 9464\n", b"  metrics: 9464\n  # For people.\n  admin: 8081\n")

    assert (
        clean(VALUES, yours, theirs)
        == yours.replace(b"  debug: 5678\n", b"  debug: 5678\n  # For people.\n  admin: 8081\n").decode()
    )


def test_a_value_changed_by_both_is_a_clash_of_its_line_alone() -> None:
    yours = VALUES.replace(b"grpc: 9090", b"grpc: 1").replace(b"metrics: 9464", b"metrics: 2")
    theirs = VALUES.replace(b"grpc: 9090", b"grpc: 3").replace(b"bistro/payments", b"bistro/pay")

    result = merged(VALUES, yours, theirs)

    assert clashes(result) == [(b"  grpc: 9090\n", b"  grpc: 1\n", b"  grpc: 3\n")]
    assert result.ours() == yours.replace(b"bistro/payments", b"bistro/pay")


def test_a_key_that_they_removed_beside_an_edit_is_gone() -> None:
    yours = VALUES.replace(b"grpc: 9090", b"grpc: 1")
    theirs = VALUES.replace(b"  metrics: 9464\n", b"")

    assert clean(VALUES, yours, theirs) == yours.replace(b"  metrics: 9464\n", b"").decode()


def test_a_key_that_one_side_removed_and_the_other_changed_is_a_clash() -> None:
    removed = VALUES.replace(b"  grpc: 9090\n", b"")
    changed = VALUES.replace(b"grpc: 9090", b"grpc: 1").replace(b"metrics: 9464", b"metrics: 2")

    assert clashes(merged(VALUES, removed, changed)) == [(b"  grpc: 9090\n", b"", b"  grpc: 1\n")]
    assert clashes(merged(VALUES, changed, removed)) == [(b"  grpc: 9090\n", b"  grpc: 1\n", b"")]


def test_items_of_a_list_are_known_by_their_names() -> None:
    yours = VALUES.replace(b"    image: a\n", b"    image: mine\n").replace(
        b"  - name: relay", b"  - name: own\n  - name: relay"
    )
    theirs = VALUES.replace(b"    image: a\n", b"    image: a\n    pull: Always\n").replace(b"image: b", b"image: new")

    assert (
        clean(VALUES, yours, theirs)
        == yours.replace(b"image: mine\n", b"image: mine\n    pull: Always\n")
        .replace(b"image: b", b"image: new")
        .decode()
    )


def test_items_that_both_add_to_a_list_of_values_are_both_there() -> None:
    yours = VALUES.replace(b"/zone\n", b"/zone\n  - mine\n")
    theirs = VALUES.replace(b"/zone\n", b"/zone\n  - new\n")

    assert clean(VALUES, yours, theirs) == yours.replace(b"  - mine\n", b"  - mine\n  - new\n").decode()


def test_an_item_that_both_replaced_is_a_clash() -> None:
    base, yours, theirs = (b"args:\n  - --port\n  - %s\n" % port for port in (b"80", b"81", b"82"))

    assert merged(base, yours, theirs).clashes == 1


def test_new_keys_stand_at_the_indentation_of_the_file() -> None:
    yours = VALUES.replace(b"\n  ", b"\n    ").replace(b"metrics: 9464\n", b"metrics: 9464\n    mine: 1\n")
    theirs = VALUES.replace(b"metrics: 9464\n", b"metrics: 9464\n  admin:\n    port: 1\n")

    assert merged(VALUES, yours, theirs).content == yours.replace(
        b"    mine: 1\n", b"    mine: 1\n    admin:\n      port: 1\n"
    )


def test_their_new_comment_is_taken() -> None:
    yours = VALUES.replace(b"grpc: 9090", b"grpc: 1")
    theirs = VALUES.replace(b"  grpc: 9090\n", b"  # Of the servicer.\n  grpc: 9090\n")

    assert clean(VALUES, yours, theirs) == yours.replace(b"  grpc", b"  # Of the servicer.\n  grpc").decode()


def test_collections_that_both_begin_in_an_empty_place_are_one() -> None:
    base = b"labels: {}\nport: 1\n"
    yours, theirs = (base.replace(b" {}", b"\n  %s: 1" % key) for key in (b"mine", b"new"))

    assert clean(base, yours, theirs) == "labels:\n  mine: 1\n  new: 1\nport: 1\n"


def test_a_file_with_an_alias_is_merged_by_lines() -> None:
    base = b"a: &x\n  b: 1\nc: *x\nd: 1\ne: 2\n"

    assert merged(base, base.replace(b"d: 1", b"d: 9"), base.replace(b"e: 2", b"e: 9")).how == "lines"


def test_requirements_in_a_toml_list_are_known_by_their_distributions() -> None:
    yours = PROJECT.replace(b"aiohttp>=3.14,<4", b"aiohttp>=3.15,<4").replace(b'27",\n', b'27",\n  "mine",  # ours\n')
    theirs = PROJECT.replace(b"grpcio>=1.85,<2", b"grpcio>=1.86,<2").replace(b'27",\n', b'27",\n  "uvloop>=1",\n')

    assert (
        clean(PROJECT, yours, theirs, "pyproject.toml")
        == yours.replace(b"1.85", b"1.86").replace(b"# ours\n", b'# ours\n  "uvloop>=1",\n').decode()
    )


def test_a_requirement_changed_by_both_is_a_clash_of_its_line() -> None:
    yours, theirs = (PROJECT.replace(b"aiohttp>=3.14", b"aiohttp>=3.%d" % minor) for minor in (15, 16))

    assert clashes(merged(PROJECT, yours, theirs.replace(b"grpcio", b"grpcio[x]"), "pyproject.toml")) == [
        (b'  "aiohttp>=3.14,<4",\n', b'  "aiohttp>=3.15,<4",\n', b'  "aiohttp>=3.16,<4",\n')
    ]


def test_a_list_on_one_line_takes_items_from_both() -> None:
    yours = PROJECT.replace(b'"E", "F"', b'"E", "MINE", "F"')
    theirs = PROJECT.replace(b'"F", "I"]', b'"F", "I", "UP"]')

    assert (
        clean(PROJECT, yours, theirs, "pyproject.toml")
        == PROJECT.replace(b'["E", "F", "I"]', b'["E", "MINE", "F", "I", "UP"]').decode()
    )


def test_tables_that_both_append_are_both_there() -> None:
    yours = PROJECT + b"\n[tool.mine]\na = 1\n"
    theirs = PROJECT + b"\n[tool.new]\nb = 2\n"

    assert clean(PROJECT, yours, theirs, "pyproject.toml") == (yours + b"\n[tool.new]\nb = 2\n").decode()


def test_json_objects_and_lists_get_the_commas_that_they_need() -> None:
    yours = SCHEMA.replace(b'"total"\n', b'"total",\n    "mine"\n').replace(
        b'"integer"}\n', b'"integer"},\n    "mine": {}\n'
    )
    theirs = SCHEMA.replace(b'"total"\n', b'"total",\n    "new"\n').replace(
        b'"integer"}\n', b'"integer"},\n    "new": {}\n'
    )

    assert (
        clean(SCHEMA, yours, theirs, "schema.json")
        == yours.replace(b'"mine"\n', b'"mine",\n    "new"\n')
        .replace(b'"mine": {}\n', b'"mine": {},\n    "new": {}\n')
        .decode()
    )


def test_the_last_key_of_a_json_object_leaves_no_comma_behind() -> None:
    yours = SCHEMA.replace(b'"id": {"type": "string"}', b'"id": {"type": "string", "format": "uuid"}')
    theirs = SCHEMA.replace(b'{"type": "string"},\n    "total": {"type": "integer"}', b'{"type": "string"}')

    assert (
        clean(SCHEMA, yours, theirs, "schema.json")
        == yours.replace(b'},\n    "total": {"type": "integer"}', b"}").decode()
    )


def test_requirements_are_merged_by_their_distributions() -> None:
    base = b"aiohttp==3.14.5 \\\n    --hash=sha256:aa\nattrs==26.1.0\n# pinned\nclick==8.5.1\n"
    yours = base.replace(b"attrs==26.1.0", b"attrs==26.2.0").replace(b"click==8.5.1\n", b"click==8.5.1\nmine==1\n")
    theirs = base.replace(b"aa\n", b"bb\n").replace(b"click==8.5.1\n", b"click==8.6.0\nnew==2\n")

    assert clean(base, yours, theirs, "requirements.txt") == (
        "aiohttp==3.14.5 \\\n    --hash=sha256:bb\nattrs==26.2.0\n# pinned\nclick==8.6.0\nmine==1\nnew==2\n"
    )


def test_windows_endings_stay_in_a_merge_by_keys() -> None:
    yours = VALUES.replace(b"bistro/payments", b"mine/payments").replace(b"\n", b"\r\n")

    assert (
        clean(VALUES, yours, VALUES.replace(b'"0.1.0"', b'"0.2.0"')) == yours.replace(b'"0.1.0"', b'"0.2.0"').decode()
    )


def test_a_file_whose_keys_stand_twice_is_merged_by_lines() -> None:
    base = b"a: 1\nb: 2\na: 3\n"

    assert merged(base, base.replace(b"1", b"8"), base.replace(b"2", b"9")).how == "lines"
