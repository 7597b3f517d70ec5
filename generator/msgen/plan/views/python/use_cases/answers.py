"""The events that a use case publishes and the answer that it gives, with their mapping functions."""

from __future__ import annotations

from msgen.contracts.messages import NEXT_CURSOR, output_fields
from msgen.design.python_names import field_name
from msgen.plan.views.python.annotations import relative
from msgen.plan.views.python.behaviour import items_field, known_as
from msgen.plan.views.python.call_requests import answer_parameters
from msgen.plan.views.python.earlier_answers import answer_of
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.layout import statement
from msgen.plan.views.python.messages import with_article
from msgen.plan.views.python.scopes import ClassRef
from msgen.plan.views.python.sources import Source
from msgen.plan.views.python.use_cases.situation import Situation


def publish(use_case: Situation, reference: str) -> str:
    """The statement that publishes an event."""
    event = use_case.contracts.topology.event(reference)
    struct = use_case.contracts.event_struct(event)
    name = use_case.mapping.event_function(event.name)
    use_case.mapping.build(
        name, use_case.parameters(), struct.ref, event.fields, use_case.contracts.event_scope(event),
        use_case.reach().sources, f"Build `{event.name}` of what was asked for and what is stored.",
        renamed=_renames(use_case, event.key), own_keys=(event.key,) if event.key else (),
    )  # fmt: skip
    function = Call(f"mapping.{name}", use_case.arguments())
    published = Call("self._ports.publisher.publish", (function,))
    return statement("await ", published, indent=12 if use_case.stores else 8)


def answer(use_case: Situation) -> str:
    """The statement that returns the output."""
    if use_case.shape == "list":
        return _page(use_case)
    if use_case.shape == "count":
        return _count(use_case)
    tag = ""
    if use_case.holds_row and use_case.row and use_case.operation.role in ("create", "get", "update"):
        tag = f".tagged(version_of({use_case.row.variable}))"
        module = relative(use_case.mapping.annotator.module, "domain._gen.aggregate")
        use_case.mapping.need(module, "version_of")
    answers = tuple(answer_of(use_case.contracts, named) for named in use_case.answers())
    use_case.mapping.build(
        "output", (*use_case.parameters(), *answer_parameters(use_case.mapping, answers)),
        use_case.output, output_fields(use_case.operation), use_case.contracts.scope,
        (*use_case.row_sources(), *(answer.source for answer in answers), use_case.request_source()),
        f"Answer {with_article(use_case.operation.name)} request.", suffix=tag,
    )  # fmt: skip
    return statement("return ", Call("mapping.output", (*use_case.arguments(), *(answer.given for answer in answers))))


def _renames(use_case: Situation, key: str | None) -> dict[str, tuple[str, ...]]:
    """A deleted aggregate is gone: its key is what the request calls `id`."""
    if use_case.shape == "delete" and key is not None and use_case.subject is not None:
        return {name: ("id",) for name in known_as(use_case.subject)}
    return {}


def _page(use_case: Situation) -> str:
    assert use_case.row is not None
    assert use_case.subject is not None
    row, mapping, scope = use_case.row, use_case.mapping, use_case.contracts.scope
    items = items_field(use_case.operation)
    assert items is not None, "an operation without a list has another shape"
    struct = scope.struct(scope.resolved(items.type.item))  # type: ignore[union-attr]
    fields_ref = ClassRef(f"domain._gen.{row.module}", row.fields_class)
    if struct is not None:
        mapping.build(
            "item", (mapping.parameter(row.variable, fields_ref),), struct.ref, struct.fields, scope,
            (Source(row.variable, use_case.subject.fields, scope),),
            f"Show {with_article(row.name)} as the list does.",
        )  # fmt: skip
    element = "item(row)" if struct is not None else f"row.{field_name(items.name)}"
    given = {items.name: f"[{element} for row in page.items]", NEXT_CURSOR.name: "page.next_cursor"}
    mapping.need(relative(mapping.annotator.module, "domain._gen.page"), "Page")
    row_type = mapping.annotator.use(fields_ref)
    if use_case.keeps_aggregate:
        row_type = f"{row.fields_class.removesuffix('Fields')}T"
        mapping.need(relative(mapping.annotator.module, fields_ref.module), row_type)
    mapping.build(
        "output", (f"page: Page[{row_type}]",), use_case.output, output_fields(use_case.operation), scope, (),
        f"Answer {with_article(use_case.operation.name)} request.", given=given,
    )  # fmt: skip
    return statement("return ", Call("mapping.output", ("page",)))


def _count(use_case: Situation) -> str:
    assert use_case.row is not None
    field = field_name(use_case.operation.output.fields[0].name)
    count = f"await self._ports.{use_case.row.repository}.count()"
    return statement("return ", Call(use_case.annotator.use(use_case.output), (f"{field}={count}",)))
