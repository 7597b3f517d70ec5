"""A person reformats a YAML, JSON or TOML file; the template changes it."""

from __future__ import annotations

import json

from msgen.merging.text import Merged, merge_text

VALUES = b"""\
image:
  repository: bistro/payments
  # A tag.
  tag: "0.1.0"
spread:
  - kubernetes.io/hostname
  - topology.kubernetes.io/zone
ports: {grpc: 9090, metrics: 9464}
args: [serve, now]
triggers:
  - type: prometheus
    metadata:
      threshold: "42"
  - type: cron
"""

REFORMATTED = b"""\
image:
    repository: 'bistro/payments'

    # A tag.
    tag: '0.1.0'
spread:
    -   kubernetes.io/hostname
    -   topology.kubernetes.io/zone
ports:   { grpc: 9090, metrics: 9464 }
args:    [ serve,
           now ]
triggers:
    - type: prometheus
      metadata:
          threshold: '42'
    - type: cron
"""


def merged(base: bytes, yours: bytes, theirs: bytes, path: str) -> Merged:
    return merge_text(base, yours, theirs, path=path)


def test_a_value_of_theirs_is_changed_in_a_reformatted_yaml_file() -> None:
    result = merged(VALUES, REFORMATTED, VALUES.replace(b'"0.1.0"', b'"0.2.0"'), "values.yaml")

    assert result.content == REFORMATTED.replace(b"'0.1.0'", b'"0.2.0"')


def test_an_edit_beside_the_new_format_stays() -> None:
    yours = REFORMATTED.replace(b"metrics: 9464", b"metrics: 1")

    result = merged(VALUES, yours, VALUES.replace(b'"42"', b'"43"'), "values.yaml")

    assert result.content == yours.replace(b"'42'", b'"43"')


def test_a_new_key_of_theirs_is_indented_as_the_yaml_file_is_now() -> None:
    theirs = VALUES.replace(b'      threshold: "42"\n', b'      threshold: "42"\n      query: up\n')

    result = merged(VALUES, REFORMATTED, theirs, "values.yaml")

    assert result.content == REFORMATTED.replace(b"threshold: '42'\n", b"threshold: '42'\n          query: up\n")


def test_a_reindented_json_file_takes_a_change() -> None:
    document = {"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "string"}, "b": {"type": "int"}}}
    base, yours = (json.dumps(document, indent=indent).encode() + b"\n" for indent in (2, 4))

    result = merged(base, yours, base.replace(b'"int"', b'"integer"'), "schema.json")

    assert result.content == yours.replace(b'"int"', b'"integer"')


def test_a_reformatted_toml_file_takes_a_change() -> None:
    base = b'[project]\nname = "payments"\nversion = "1"\ndependencies = [\n  "a>=1",\n  "b>=1",\n]\n'
    yours = b"[project]\nname    = 'payments'\nversion = '1'\ndependencies = [\n    'a>=1',\n    'b>=1'\n]\n"

    result = merged(base, yours, base.replace(b'version = "1"', b'version = "2"'), "pyproject.toml")

    assert result.content == yours.replace(b"'1'", b'"2"')


def test_a_template_that_is_no_yaml_is_merged_by_lines() -> None:
    base = b"a:\n  {{- if .Values.a }}\n  b: 1\n  {{- end }}\n"

    result = merged(base, base.replace(b"b: 1", b"b:   1"), base.replace(b"b: 1", b"b: 2"), "templates/a.yaml")

    assert (result.how, result.clashes) == ("lines", 1)


def test_a_list_on_several_lines_is_the_same_as_on_one() -> None:
    base = b'name = "a"\nneeds = ["one", "two"]\n'
    yours = b'name = "a"\nneeds = [\n    "one",\n    "two",\n]\n'

    assert merged(base, yours, base.replace(b"one", b"1"), "a.toml").content == yours.replace(b"one", b"1")
    assert merged(base, yours, base.replace(b'needs = ["one", "two"]\n', b""), "a.toml").content == b'name = "a"\n'


def test_an_item_of_a_list_that_was_laid_out_anew_still_clashes_with_another_one() -> None:
    base = b'{\n  "needs": ["one", "two"]\n}\n'
    yours = b'{\n  "needs": [\n    "one",\n    "mine"\n  ]\n}\n'

    assert merged(base, yours, base.replace(b"two", b"theirs"), "a.json").clashes == 1
