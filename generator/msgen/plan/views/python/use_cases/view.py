"""The view of one use case: a module of `app/`, its statements laid out."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from msgen.plan.views.python.behaviour import Shape
from msgen.plan.views.python.client_calls import call_statements
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.layout import class_head, statement
from msgen.plan.views.python.mapping import MappingView
from msgen.plan.views.python.messages import laid_out, sentence, spoken
from msgen.plan.views.python.port_names import RowNames, use_case_class
from msgen.plan.views.python.use_cases import answers, rows
from msgen.plan.views.python.use_cases.situation import Situation
from msgen.plan.views.python.use_cases.wording import purpose
from msgen.topology.model import Operation


class UseCaseView(Struct, frozen=True):
    """One module of `app/`: the class and the statements of its `__call__`, laid out."""

    module: str
    name: str
    shape: Shape
    title: str
    doc: str
    imports: str
    parameter: str
    """The typed parameter of `__call__`: `request: PlaceOrderInput`."""
    returns: str
    row: RowNames | None
    stores: bool
    """The use case writes to a store, so that its effects share a transaction."""
    find: str
    """The statement that loads the row."""
    make: str
    """The statement that builds the row as it will be stored."""
    change: str
    """The statement that changes a row that was there, for `save`."""
    add: str
    """The statement that stores a new row."""
    store: str
    """The statement that stores a changed row, or deletes it."""
    calls: tuple[str, ...]
    publishes: tuple[str, ...]
    answer: str
    mapping: MappingView
    object_path: str

    @property
    def head(self) -> str:
        return class_head(self.name, f"ports.{self.name}")

    @property
    def signature(self) -> str:
        call = Call("__call__", ("self", self.parameter))
        return statement("async def ", call, f" -> {self.returns}:", indent=4)

    @property
    def body(self) -> str:
        """The partial that prints the body."""
        shape = "save_at_once" if self.shape == "save" and not self.calls else self.shape
        return f"partials/python/use_cases/{shape}.py.jinja"


def use_case_view(contracts: ServiceContracts, operation: Operation) -> UseCaseView:
    use_case = Situation(contracts, operation)
    rows.map_rows(use_case)
    calls = tuple(_calls(use_case))
    publishes = tuple(answers.publish(use_case, event) for event in operation.publishes)
    answer = answers.answer(use_case)
    parameter = f"request: {use_case.annotator.use(use_case.request)}"
    returns = use_case.annotator.use(use_case.output)
    _import(use_case, maps=use_case.shape != "count" or bool(calls or publishes))
    return UseCaseView(
        module=use_case.module,
        name=use_case_class(operation.name),
        shape=use_case.shape,
        title=sentence(spoken(operation.name)),
        doc=laid_out(sentence(operation.description or purpose(use_case))),
        imports=use_case.imports.block(),
        parameter=parameter,
        returns=returns,
        row=use_case.row,
        stores=use_case.stores,
        find=rows.find(use_case),
        make=rows.make(use_case),
        change=rows.change(use_case),
        add=rows.add(use_case),
        store=rows.store(use_case),
        calls=calls,
        publishes=publishes,
        answer=answer,
        mapping=use_case.mapping.view(f"How `{operation.name}` turns what it gets into what it gives."),
        object_path=use_case.object_path,
    )


def _calls(use_case: Situation) -> Iterator[str]:
    calls = use_case.operation.calls
    if calls:
        yield from call_statements(
            use_case.contracts, use_case.mapping, calls, use_case.reach(), use_case.imports,
            keeps_answers=use_case.shape not in ("list", "count"),
        )  # fmt: skip


def _import(use_case: Situation, *, maps: bool) -> None:
    use_case.imports.add(".", "ports")
    if maps:
        use_case.imports.add(".mapping", f"{use_case.module} as mapping")
    use_case.imports.add(".ports", "Ports")
    if use_case.row and use_case.shape not in ("count", "delete"):
        use_case.annotator.use(rows.row_class(use_case.row, use_case.keeps_aggregate))
