"""Fields of generated models: defaults, examples and layouts are those of the contract, for every type."""

import pytest

from msgen.design.type_expressions import parse_field
from msgen.design.types import EnumType, NamedType
from msgen.plan.views.python.annotations import Annotator
from msgen.plan.views.python.declarations import declaration
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.scopes import ClassRef, Scope, StructType

TAG = StructType(ClassRef("domain._gen.types", "Tag"), (parse_field("word", "string"), parse_field("weight", "float")))
SCOPE = Scope(
    structs={"Tag": TAG},
    aliases={"Words": parse_field("", "list(string)").type},
    named_enums={"Mood": ("calm", "wild")},
    inline_enums={("size", EnumType(("s", "l")).values): "OrderSize"},
    types_module="domain._gen.types",
)


def declared(name: str, written: object) -> str:
    return declaration(parse_field(name, written), SCOPE, Annotator("domain._gen.order", Imports()))


@pytest.mark.parametrize(
    ("name", "written", "line"),
    [
        ("count", "int default=3", "count: Integer = 3"),
        ("weight", "float default=1.5", "weight: Number = 1.5"),
        ("total", "decimal default=12.50", 'total: DecimalText = Decimal("12.50")'),
        ("fast", "bool default=true", "fast: Boolean = True"),
        ("born", "date default=2020-02-29", "born: Day = date(2020, 2, 29)"),
        (
            "fed_at",
            "datetime default=2026-01-01T10:00:00+02:00",
            "fed_at: Instant = datetime(2026, 1, 1, 8, tzinfo=UTC)",
        ),
        ("nap", "duration default=PT1M30S", "nap: Duration = timedelta(seconds=90)"),
        ("rest", "duration default=PT0S", "rest: Duration = timedelta(0)"),
        (
            "friend",
            "uuid default=11111111-1111-4111-8111-111111111111",
            'friend: Uuid = UUID("11111111-1111-4111-8111-111111111111")',
        ),
        ("mood", "Mood default=wild", "mood: Mood = Mood.WILD"),
        ("size", "enum(s|l) default=l", "size: OrderSize = OrderSize.L"),
        ("note", "string?", "note: Text | None = None"),
        ("note", "string? default=none", 'note: Text | None = "none"'),
        ("class", "int default=2", "class_"),
    ],
)
def test_a_value_that_cannot_change_is_the_default_itself(name: str, written: str, line: str) -> None:
    assert declared(name, written).startswith(line)


@pytest.mark.parametrize(
    ("written", "factory"),
    [
        ("list(string) default=[]", "list"),
        ("map(int) default={}", "dict"),
        ('Words default=["a"]', 'lambda: ["a"]'),
        ('list(Mood) default=["calm"]', "lambda: [Mood.CALM]"),
        ('map(string) default={"a":"b"}', 'lambda: {"a": "b"}'),
        ("bytes default=aGVsbG8=", 'lambda: b"hello"'),
        ('json default={"a":1}', "lambda: json.loads('{\"a\": 1}')"),
        (
            'money default={"amount":"9.90","currency":"EUR"}',
            'lambda: Money(amount=Decimal("9.90"), currency="EUR")',
        ),
        ('Tag default={"word":"new","weight":1}', 'lambda: Tag(word="new", weight=1.0)'),
    ],
)
def test_each_object_gets_a_list_map_or_object_of_its_own(written: str, factory: str) -> None:
    assert declared("kept", written).endswith(f"Field(default_factory={factory})")


def test_a_text_that_is_no_value_of_the_type_is_no_default() -> None:
    assert declared("born", "datetime default=tomorrow") == "born: Instant"


def test_what_the_spec_says_of_a_field_stands_in_its_schema() -> None:
    written = {"type": "int(1..5)", "description": "How urgent it is", "example": 3}
    assert declared("rank", written) == (
        "rank: Annotated[int, IntegerFormat(ge=1, le=5)] = Field(\n"
        '        description="How urgent it is",\n'
        "        examples=[3],\n"
        "    )"
    )


def test_a_name_that_python_keeps_is_the_name_of_the_contract_only() -> None:
    assert declared("class", "int") == (
        'class_: Integer = Field(validation_alias="class", serialization_alias="class")'
    )


def test_a_long_annotation_is_laid_out_as_the_formatter_keeps_it() -> None:
    name = "the_name_of_a_field_that_is_so_long_that_nothing_else_fits_beside_it"
    assert declared(name, "list(string(1..80))?") == (
        f"{name}: (\n        list[Annotated[Text, Field(min_length=1, max_length=80)]] | None\n    ) = None"
    )


def test_the_type_of_a_named_field_is_imported_from_its_module() -> None:
    imports = Imports()
    declaration(parse_field("tag", "Tag"), SCOPE, Annotator("domain._gen.order", imports))
    assert imports.block().endswith("from .types import Tag")
    assert SCOPE.struct(NamedType("Tag")) is TAG
