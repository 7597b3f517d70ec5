"""One operation as its use case sees it: the row it works on, and what its mapping functions can reach."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.contracts.messages import input_fields
from msgen.design.python_names import module_name
from msgen.plan.views.python.annotations import Annotator
from msgen.plan.views.python.behaviour import key_of, known_as, shape_of, subject_of
from msgen.plan.views.python.call_requests import Reach, key_header
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.mapping import MappingModule
from msgen.plan.views.python.messages import input_name, output_name
from msgen.plan.views.python.named_calls import NamedCall, named_calls
from msgen.plan.views.python.port_names import APP_MODULES
from msgen.plan.views.python.scopes import ClassRef
from msgen.plan.views.python.sources import Source
from msgen.topology.messages import identity
from msgen.topology.model import Aggregate, Operation

MESSAGES = "app.messages"


class Situation:
    """Collects, beside the facts, the imports of the use case and its mapping functions."""

    def __init__(self, contracts: ServiceContracts, operation: Operation) -> None:
        self.contracts, self.operation = contracts, operation
        self.shape = shape_of(contracts.service, operation)
        self.module = module_name(operation.name, APP_MODULES)
        self.subject = subject_of(contracts.service, operation) if self.shape != "answer" else None
        self.row = contracts.ports.rows[self.subject.name] if self.subject else None
        self.key = key_of(operation, self.subject) if self.subject else None
        self.object_path = f"operations.{operation.name}"
        self.mapping = MappingModule(self.module, contracts.scope, self.object_path)
        self.imports = Imports()
        self.annotator = Annotator(f"app.{self.module}", self.imports)
        self.request = ClassRef(MESSAGES, input_name(operation))
        self.output = ClassRef(MESSAGES, output_name(operation))

    @property
    def keeps_aggregate(self) -> bool:
        """The row is an aggregate, whose class belongs to people."""
        return isinstance(self.subject, Aggregate)

    @property
    def holds_row(self) -> bool:
        """A row is at hand when calls are made and events built."""
        return self.row is not None and self.shape not in ("list", "count", "delete")

    @property
    def stores(self) -> bool:
        """The use case writes, so that its effects share a transaction."""
        return self.shape in ("create", "save", "change", "update", "delete")

    def request_source(self) -> Source:
        return Source("request", input_fields(self.operation), self.contracts.scope)

    def row_sources(self) -> tuple[Source, ...]:
        """The row as its mapping functions know it; empty where none is at hand."""
        if not self.holds_row or self.row is None or self.subject is None:
            return ()
        return (Source(self.row.variable, self.subject.fields, self.contracts.scope),)

    def _identity(self) -> tuple[Source, ...]:
        """The row's own `id` under the name that others have for it: `order_id`."""
        if not self.holds_row or self.row is None or self.subject is None:
            return ()
        names = dict.fromkeys(known_as(self.subject), identity(self.subject))
        return (Source(self.row.variable, (), self.contracts.scope, known_as=names),)

    def parameters(self) -> tuple[str, ...]:
        """The typed parameters of a mapping function: the request, and the row where one is at hand."""
        parameters = [self.mapping.parameter("request", self.request)]
        if self.holds_row and self.row is not None:
            fields_class = ClassRef(f"domain._gen.{self.row.module}", self.row.fields_class)
            parameters.append(self.mapping.parameter(self.row.variable, fields_class))
        return tuple(parameters)

    def arguments(self) -> tuple[str, ...]:
        """The same as the use case passes them."""
        if not self.holds_row or self.row is None:
            return ("request",)
        return "request", "changed" if self.shape in ("change", "update") else self.row.variable

    def reach(self) -> Reach:
        """What the arguments of calls and the fields of events can be taken from."""
        return Reach(
            sources=(*self._identity(), self.request_source(), *self.row_sources()),
            parameters=self.parameters(),
            arguments=self.arguments(),
            key="request.idempotency_key" if key_header(self.operation) else "",
        )

    def answers(self) -> Iterator[NamedCall]:
        """The calls whose answers the output can be made of."""
        calls = named_calls(self.contracts, self.operation.calls)
        return (named for named in calls if named.call.operation is not None)
