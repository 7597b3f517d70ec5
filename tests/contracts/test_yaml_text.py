import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from yaml import safe_load

from msgen.contracts.yaml_text import scalar_text, yaml_text

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.from_regex(r"[a-z{}:#$' ./+-]{1,12}", fullmatch=True),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=5), values, max_size=3))
def test_any_document_reads_back_the_same(document):
    text = yaml_text(document)
    read = YAML(typ="safe", pure=True).load(text)
    assert json.dumps(read or {}) == json.dumps(document)


@pytest.mark.parametrize(
    "word", ["no", "On", "y", "null", "1.5", "200", "2030-12-31", "1:30", "0x1f", "1e3", "", "~", "="]
)
def test_text_that_an_older_reader_takes_for_something_else_is_quoted(word):
    assert safe_load(f"key: {scalar_text(word)}") == {"key": word}
    assert scalar_text(word) == json.dumps(word)


def test_paths_and_sentences_stay_plain():
    document = {"/v1/orders/{id}": [{"$ref": "#/a", "description": "The value, as `id` (it's given)."}, [1, [2]], {}]}
    assert yaml_text(document) == (
        "/v1/orders/{id}:\n"
        '  - $ref: "#/a"\n'
        "    description: The value, as `id` (it's given).\n"
        "  - - 1\n"
        "    - - 2\n"
        "  - {}\n"
    )
