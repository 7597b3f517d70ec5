"""The statements of a use case that find, make, change and store its row, and their mapping functions."""

from __future__ import annotations

from msgen.design.python_names import field_name
from msgen.design.types import Field, Scalar
from msgen.plan.views.python.behaviour import Key
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.layout import statement
from msgen.plan.views.python.port_names import RowNames
from msgen.plan.views.python.scopes import ClassRef
from msgen.plan.views.python.use_cases.situation import Situation


def map_rows(use_case: Situation) -> None:
    """The functions that make a new row of the request and change one that is there."""
    if use_case.row is None or use_case.subject is None:
        return
    parameter, sources = ("request", use_case.request), (use_case.request_source(),)
    key, fields = use_case.key, use_case.subject.fields
    if use_case.shape in ("create", "save"):
        use_case.mapping.new_row(
            use_case.row, fields, parameter, sources, given={},
            renamed={key.column: (key.given,)} if key else {}, own_class=use_case.keeps_aggregate,
        )  # fmt: skip
    if use_case.shape in ("save", "change", "update"):
        use_case.mapping.changed_row(
            use_case.row, fields, parameter, sources, keys=frozenset({key.column} if key else ()),
            renamed={}, own_class=use_case.keeps_aggregate,
        )  # fmt: skip


def find(use_case: Situation) -> str:
    """The statement that loads the row, or a page of rows."""
    row = use_case.row
    if row is None or use_case.shape in ("create", "count", "delete"):
        return ""
    if use_case.shape == "list":
        return _page(use_case, row)
    assert use_case.key is not None, "what is shown or changed was found by its key"
    value = f"request.{field_name(use_case.key.given)}"
    return find_statement(row, use_case.key, value, must=use_case.shape != "save", indent=_indent(use_case))


def make(use_case: Situation) -> str:
    """The statement that builds the row as it will be stored."""
    row = use_case.row
    if row is None:
        return ""
    now = "now" if use_case.shape == "save" else "self._ports.clock()"
    if use_case.shape in ("create", "save"):
        new = Call(f"mapping.{row.variable}", (row.row_class, "request", now))
        indent = 8 if use_case.shape == "create" else _branch(use_case)
        return statement(f"{row.variable} = ", new, indent=indent)
    changed = Call("mapping.changed", (row.variable, "request", now))
    return statement("changed = ", changed, indent=_indent(use_case))


def change(use_case: Situation) -> str:
    """The statement of a `save` that changes a row that was there."""
    row = use_case.row
    if row is None or use_case.shape != "save":
        return ""
    changed = Call("mapping.changed", (row.variable, "request", "now"))
    return statement(f"{row.variable} = ", changed, indent=_branch(use_case))


def add(use_case: Situation) -> str:
    """The statement that stores a new row."""
    row = use_case.row
    if row is None:
        return ""
    added = Call(f"self._ports.{row.repository}.add", (row.variable,))
    return statement("await ", added, indent=16 if use_case.shape == "save" else 12)


def store(use_case: Situation) -> str:
    """The statement that stores a changed row, or deletes it."""
    row = use_case.row
    if row is None:
        return ""
    repository = f"self._ports.{row.repository}"
    expected = ("request.expected_version",) if use_case.operation.role in ("update", "delete") else ()
    if use_case.shape == "delete":
        key = f"request.{field_name(use_case.key.given)}" if use_case.key else "request.id"
        return statement("await ", Call(f"{repository}.delete", (key, *expected)), indent=12)
    is_save = use_case.shape == "save"
    updated = Call(f"{repository}.update", (row.variable if is_save else "changed", *expected))
    return statement("await ", updated, indent=16 if is_save else 12)


def row_class(row: RowNames, is_aggregate: bool) -> ClassRef:
    """The class that a use case stores: an aggregate's own, a read model's fields."""
    module = f"domain.{row.module}" if is_aggregate else f"domain._gen.{row.module}"
    return ClassRef(module, row.row_class)


def find_statement(row: RowNames, key: Key, value: str, *, must: bool, indent: int = 8) -> str:
    """Load a row by its key; `must` raises `NotFound`."""
    repository = f"self._ports.{row.repository}"
    prefix = f"{row.variable} = await "
    if key.is_identity:
        method = "get" if must else "find"
        return statement(prefix, Call(f"{repository}.{method}", (row.row_class, value)), indent=indent)
    method = "get_by" if must else "find_by"
    arguments = (row.row_class, f"{field_name(key.column)}={value}")
    return statement(prefix, Call(f"{repository}.{method}", arguments), indent=indent)


def _page(use_case: Situation, row: RowNames) -> str:
    """A page of the rows that have what the request asks for in fields of their own."""
    assert use_case.subject is not None
    paging = ("request.limit", "request.cursor") if use_case.operation.pagination else ("200",)
    columns = {field.name: field for field in use_case.subject.fields if _is_searchable(use_case, field)}
    filters = tuple(
        f"{field_name(field.name)}=request.{field_name(field.name)}"
        for field in use_case.operation.input.fields
        if field.name in columns and not field.type.optional and columns[field.name].type == field.type
    )
    page = Call(f"self._ports.{row.repository}.page", (row.row_class, *paging, *filters))
    return statement("page = await ", page)


def _is_searchable(use_case: Situation, field: Field) -> bool:
    """One column holds its value, as it is: no document, no list, no money."""
    scope = use_case.contracts.scope
    resolved = scope.resolved(field.type)
    if isinstance(resolved, Scalar):
        return resolved.kind not in ("json", "money")
    return scope.enum(resolved, field.name) is not None


def _indent(use_case: Situation) -> int:
    """A change without calls stands inside its transaction, so that nobody comes between."""
    inside = use_case.shape in ("save", "change", "update") and not use_case.operation.calls
    return 12 if inside else 8


def _branch(use_case: Situation) -> int:
    """The indentation inside the two branches of `save`."""
    return _indent(use_case) + 4
