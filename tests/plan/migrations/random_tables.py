"""Tables as a spec might want them, drawn at random."""

from __future__ import annotations

from hypothesis import strategies as st

from msgen.plan.migrations.difference import TableRenames
from msgen.plan.migrations.tables import Check, Column, Index, Table, Tables, by_name

NAMES = ("a", "b", "c", "d", "version")
KINDS = (
    "text",
    "string(5)",
    "string(9)",
    "int",
    "decimal",
    "decimal(8,2)",
    "decimal(8,3)",
    "money",
    "json",
    "any",
    "bool",
)


@st.composite
def columns(draw: st.DrawFn, name: str) -> Column:
    kind = draw(st.sampled_from(KINDS))
    limits = {
        "text": st.sampled_from([None, Check(values=("x", "y")), Check(values=("x",))]),
        "int": st.sampled_from([None, Check(minimum="0"), Check(minimum="1", maximum="9")]),
    }
    return Column(name, kind, nullable=draw(st.booleans()), check=draw(limits.get(kind, st.none())))


@st.composite
def tables(draw: st.DrawFn, name: str) -> Table:
    key = Column("id", draw(st.sampled_from(["uuid", "string(9)"])), key=True)
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    version = Column("version_" if "version" in names else "version", "int")
    rest = [draw(columns(each)) for each in names]
    indexed = draw(st.lists(st.sampled_from(rest), unique_by=lambda each: each.name)) if rest else []
    indexes = [Index(f"ix_{name}_{each.name}", (each.name,), unique=draw(st.booleans())) for each in indexed]
    return Table(name, (key, version, *rest), tuple(indexes))


@st.composite
def catalogues(draw: st.DrawFn) -> Tables:
    names = draw(st.lists(st.sampled_from(["order", "bill", "item"]), unique=True))
    made = [draw(tables(name)) for name in names]
    if "order" in names:
        owner = next(table for table in made if table.name == "order")
        link = Column("owner_id", owner.keys[0].kind, key=True, owner="order")
        made.append(Table("order_lines", (link, Column("position", "position", key=True), Column("sku", "text"))))
    return by_name(made)


@st.composite
def renames(draw: st.DrawFn) -> TableRenames:
    """Any, sensible or not: what is not there, or is there already, has to do no harm."""
    pairs = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES), max_size=2)
    one_to_one = pairs.filter(lambda each: len(set(each.values())) == len(each))
    tables_renamed = draw(st.sampled_from([{}, {"order": "bill"}, {"bill": "item"}]))
    return TableRenames(tables_renamed, {name: draw(one_to_one) for name in ("order", "bill", "item")})
