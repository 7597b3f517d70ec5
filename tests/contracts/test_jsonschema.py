"""The emitted schemas equal what pydantic says about the models, for every type that the language has."""

import json

import pytest
from contract_systems import fields, service, system
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference_service import blueprint_module, models_source, run

from msgen.contracts.catalogue import Catalogue, Structure
from msgen.contracts.jsonschema import SchemaBook

TYPES = {
    "Address": {"street": "string(1..120)", "tier": "enum(plain|vip)?", "home": "Address?"},
    "Node": {"label": "string", "children": "list(Node)", "by_name": "map(Node)"},
    "Status": "enum(draft|in-progress)",
    "Sku": "string(/^[A-Z]{3}$/)",
    "Skus": "list(Sku)",
    "Nickname": "string?",
    "Single": "enum(only)",
}
ORDERS = service(aggregates={"Order": {"id": "uuid", "status": "Status", "lines": "list(Address)"}})
CATALOGUE = Catalogue.of_service(system(ORDERS, types=TYPES), ORDERS)

BOUNDED = [
    "string",
    "string(0..5)",
    "string(1..80)",
    "string(2..2)",
    "string(/^[A-Z \"'-]{1,3}\\d$/)",
    "string(/^(?=a)a+$/)",
    "int",
    "int(1..50)",
    "int(>=0)",
    "int(>0)",
    "int(<9)",
    "int(<=-3)",
    "int(-5..5)",
    "float",
    "float(0..1)",
    "float(>0.5)",
    "float(<1)",
    "float(>=-2.25)",
    "decimal",
    "decimal(12.2)",
    "decimal(2.2)",
    "decimal(5.0)",
    "decimal(>=0)",
    "decimal(>0)",
    "decimal(-1.5..7)",
    "decimal(<100)",
    "bytes",
    "bytes(1..9)",
    "bytes(>=4)",
    "bool",
    "uuid",
    "date",
    "datetime",
    "duration",
    "json",
    "email",
    "url",
    "money",
]
NAMED = ["Order", *TYPES]
DEFAULTS = {
    "string": "x",
    "int": "7",
    "float": "0.5",
    "bool": "true",
    "decimal": "1.50",
    "date": "2030-12-31",
    "datetime": "2030-12-31T23:59:59Z",
    "duration": "PT90S",
    "uuid": "00000000-0000-0000-0000-000000000001",
    "Status": "in-progress",
    "enum(a|b)": "b",
    "money": '{"amount":"1","currency":"EUR"}',
    "list(int)": "[1,2]",
    "map(string)": "{}",
    "json": '{"a":[1,null]}',
}

expressions = st.recursive(
    st.sampled_from([*BOUNDED, *NAMED, "enum(a|b)", "enum(x)"]),
    lambda inner: st.builds(
        lambda form, item, mark: f"{form}({item}{mark})",
        st.sampled_from(["list", "map"]),
        inner.filter(lambda text: "enum" not in text),
        st.sampled_from(["", "?"]),
    ),
    max_leaves=3,
)
written_fields = st.one_of(
    st.builds(str.__add__, expressions, st.sampled_from(["", "?"])),
    st.builds(
        lambda text, description: {"type": text, "description": description, "example": DEFAULTS[text]},
        st.sampled_from(sorted(DEFAULTS)),
        st.sampled_from(["", "What it's for.", 'A "quoted" one.']),
    ),
    st.sampled_from(sorted(DEFAULTS)).map(lambda text: {"type": text, "default": DEFAULTS[text]}),
)
names = st.sampled_from(["total", "json", "class", "date", "_hidden", "schema", "copy", "list", "field", "a_1"])


def shown_by_the_model(structure):
    """The schema of a model and its components, without titles, and without `default: null` (as FastAPI does)."""
    model = run(models_source(CATALOGUE, [structure]))[structure.name]
    document = model.model_json_schema(ref_template="#/components/schemas/{model}")
    cleaned = blueprint_module("platform.openapi")._cleaned_schema(document)
    components = cleaned.pop("$defs", {})
    without_null = json.loads(json.dumps([cleaned, components]), object_hook=_without_default_null)
    return without_null[0], without_null[1]


def _without_default_null(item):
    return {key: value for key, value in item.items() if (key, value) != ("default", None)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(names, written_fields, min_size=1, max_size=4))
def test_the_schema_of_any_structure_equals_that_of_its_model(written):
    structure = Structure("Sample", fields(written))
    book = SchemaBook(CATALOGUE)
    schema = book.of_fields(structure.fields)
    assert (schema, book.components) == shown_by_the_model(structure)


@pytest.mark.parametrize("expression", [*BOUNDED, *NAMED, "enum(a|b)"])
@pytest.mark.parametrize("form", ["{}", "{}?", "list({})", "list({}?)", "map({})"])
def test_every_type_in_every_place_equals_its_model(expression, form):
    structure = Structure("Sample", fields({"value": form.format(expression)}))
    book = SchemaBook(CATALOGUE)
    schema = book.of_fields(structure.fields)
    assert (schema, book.components) == shown_by_the_model(structure)


def test_a_type_that_holds_itself_is_one_component():
    book = SchemaBook(CATALOGUE)
    assert book.of_type(fields({"root": "Node"})[0].type, "root") == {"$ref": "#/components/schemas/Node"}
    assert list(book.components) == ["Node"]


def test_a_list_that_is_its_own_item_is_a_component():
    catalogue = Catalogue.of_service(system(ORDERS, types={"Tree": "list(Tree)"}), ORDERS)
    book = SchemaBook(catalogue)
    book.of_fields(fields({"tree": "Tree"}))
    assert book.components == {"Tree": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}}
