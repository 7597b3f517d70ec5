"""How a test puts a row in its place and asks a use case, in the statements of the test."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from msgen.contracts.messages import output_fields
from msgen.design.naming import plural, snake_case
from msgen.design.python_names import field_name
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.layout import LINE_LENGTH, statement
from msgen.plan.views.python.port_names import RowNames, use_case_class
from msgen.plan.views.python.tests.builders import BUILDERS, Builders
from msgen.plan.views.python.tests.outside import OutsideAnnotator, asked
from msgen.plan.views.python.use_cases.situation import Situation

Lines = tuple[str, ...]

FIRST_VERSION = '"1"'
LATER_VERSION = '"7"'


class Stage(Struct, frozen=True):
    """What the tests of one module share: its imports, and where they find the ports."""

    annotator: OutsideAnnotator
    builders: Builders
    ports: str = "ports"

    def build(self, function: str, *arguments: str) -> Call:
        """A call of a builder, which gets imported."""
        self.annotator.imports.add(BUILDERS, function)
        return Call(function, arguments)

    def row(self, names: RowNames, *, is_aggregate: bool) -> Lines:
        """A row is made and stored."""
        builder = self.builders.row(names, is_aggregate=is_aggregate)
        kind = (self.annotator.use(builder.row_class),) if is_aggregate else ()
        return (
            statement(f"{names.variable} = ", self.build(builder.function, *kind), indent=4),
            statement("await ", Call(f"{self.ports}.{names.repository}.add", (names.variable,)), indent=4),
        )

    def stored(self, names: RowNames, identity: str, *, is_aggregate: bool) -> str:
        """The statement that reads a row again."""
        row_class = self.annotator.use(self.builders.row(names, is_aggregate=is_aggregate).row_class)
        return statement(
            "stored = await ", Call(f"{self.ports}.{names.repository}.get", (row_class, identity)), indent=4
        )

    def has_version(self, version: int) -> str:
        self.annotator.take("domain._gen.aggregate", "version_of")
        return f"assert version_of(stored) == {version}"


class Arrangement:
    """One operation on its stage."""

    def __init__(self, stage: Stage, use_case: Situation) -> None:
        self.stage, self.use_case = stage, use_case

    @property
    def needs_row(self) -> bool:
        return self.use_case.shape in ("get", "list", "count", "change", "update", "delete")

    @property
    def answers_identity(self) -> bool:
        """The answer says which row it was."""
        subject = self.use_case.subject
        if subject is None:
            return False
        own = next(field.type for field in subject.fields if field.name == "id")
        answered = output_fields(self.use_case.operation)
        return any(field.name == "id" and field.type == own for field in answered)

    @property
    def is_versioned(self) -> bool:
        """The caller says which version it changes."""
        return self.use_case.operation.role in ("update", "delete")

    def row(self) -> Lines:
        assert self.use_case.row is not None
        return self.stage.row(self.use_case.row, is_aggregate=self.use_case.keeps_aggregate)

    def ready(self) -> Lines:
        """All that the use case needs to succeed, and the request."""
        return (*self.rows(), *(self.request_for_row() if self.needs_row else self.request()))

    def rows(self) -> Lines:
        """What has to be stored before."""
        return self.row() if self.needs_row else ()

    def request(self, *, version: str = FIRST_VERSION) -> Lines:
        return self._request((), version)

    def request_for_row(self, *, version: str = FIRST_VERSION) -> Lines:
        """The request that means the row."""
        return self._request(tuple(self._agreeing()), version)

    def ask(self, prefix: str = "", *, indent: int = 4) -> Lines:
        cls = use_case_class(self.use_case.operation.name)
        self.stage.annotator.take(f"app.{self.use_case.module}", cls)
        return asked(prefix, cls, self.stage.ports, "request", indent=indent)

    def output_class(self) -> str:
        return self.stage.annotator.use(self.use_case.output)

    def stored(self, identity: str) -> str:
        assert self.use_case.row is not None
        return self.stage.stored(self.use_case.row, identity, is_aggregate=self.use_case.keeps_aggregate)

    def _request(self, arguments: Lines, version: str) -> Lines:
        """With the version that the caller has seen, where it has to say so."""
        builder = self.stage.build(self.stage.builders.input(self.use_case.operation), *arguments)
        if not self.is_versioned:
            return (statement("request = ", builder, indent=4),)
        at_once = f"request = {builder}.expecting('{version}')"
        if len(at_once) + 4 <= LINE_LENGTH:
            return (at_once,)
        return (statement("request = ", builder, indent=4), f"request.expecting('{version}')")

    def _agreeing(self) -> Iterable[str]:
        """The fields in which request and row agree: the key, or what a list asks for."""
        use_case = self.use_case
        assert use_case.row is not None
        assert use_case.subject is not None
        if use_case.shape == "list":
            columns = {field.name: field for field in use_case.subject.fields}
            for field in use_case.operation.input.fields:
                if field.name in columns and columns[field.name].type == field.type and not field.type.optional:
                    yield f"{field_name(field.name)}={use_case.row.variable}.{field_name(field.name)}"
        elif use_case.key is not None and use_case.shape != "count":
            yield f"{field_name(use_case.key.given)}={use_case.row.variable}.{field_name(use_case.key.column)}"


def plural_of(names: RowNames) -> str:
    return snake_case(plural(names.name))
