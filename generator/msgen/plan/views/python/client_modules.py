"""One module of a generated client: its methods, with their statements laid out."""

from __future__ import annotations

from msgspec import Struct

from msgen.plan.views.python.expressions import Call as Expression
from msgen.plan.views.python.layout import argument_line, returned, statement


class ElsewhereView(Struct, frozen=True):
    """Whose calls another method makes, since they have other policies."""

    name: str
    callers: tuple[str, ...]

    @property
    def asked(self) -> str:
        """The line that asks who calls."""
        names = tuple(f'"{caller}"' for caller in self.callers)
        return statement("if ", Expression("called_by", names), ":")

    @property
    def passed_on(self) -> str:
        return statement("return await ", Expression(f"self.{self.name}", ("request",)), indent=12)


class MethodView(Struct, frozen=True):
    name: str
    doc: str
    request: str
    answer: str
    """The annotation of what the method returns."""
    model: str
    """The class of the answer."""
    rpc: str
    """The method of the stub; empty over HTTP."""
    wire_request: str
    """The message of the request: `PlaceOrderRequest`."""
    verb: str
    path: str
    """The expression of the path: `f"/v1/customers/{segment(request.id)}"`."""
    idempotent: bool
    policy: tuple[str, ...]
    """Keyword arguments of `Policy`."""
    fallback: str
    """`cache`, `static`, `ignore`, or empty."""
    ttl: str
    arguments: tuple[str, ...]
    """Keyword arguments of the request: over HTTP query, body and headers, over gRPC the metadata."""
    old_name: str = ""
    """The method's name before the callee was renamed."""
    elsewhere: tuple[ElsewhereView, ...] = ()

    @property
    def returns(self) -> str:
        return returned(self.answer, indent=4)

    @property
    def warning(self) -> str:
        """The statement that names the line which uses the old name."""
        return statement("", Expression("warn_renamed", (f'"{self.old_name}"', f'"{self.name}"')))

    @property
    def attempt(self) -> str:
        """The first line of the function that makes one try."""
        return statement("async def ", Expression("attempt", ("number: Attempt",)), f" -> {self.model}:", indent=8)

    @property
    def adapter(self) -> str:
        """The argument that reads the answer."""
        return argument_line(f"TypeAdapter({self.model})", 16)

    @property
    def answers(self) -> str:
        """The statement that keeps the last good answers."""
        kept = Expression(f"LastGoodAnswers[{self.model}]", (f"ttl={self.ttl}",))
        return statement(f"self._{self.name}_answers = ", kept)

    @property
    def last_answers(self) -> str:
        """The statement that takes them."""
        return statement("answers = ", f"self._{self.name}_answers")

    @property
    def message(self) -> str:
        """The statement that makes the request over gRPC."""
        return statement("message = ", Expression("to_message", ("request", f"pb.{self.wire_request}")))

    @property
    def plain_call(self) -> str:
        """The statement that calls where nothing stands in for the answer."""
        call = Expression(f"self._{self.name}.call", ("attempt", f"idempotent={self.idempotent}"))
        return statement("return await ", call)

    @property
    def caches(self) -> bool:
        return self.fallback == "cache"

    @property
    def ignores(self) -> bool:
        return self.fallback == "ignore"

    @property
    def has_no_fallback(self) -> bool:
        return not self.fallback


class ClientModuleView(Struct, frozen=True):
    module: str
    name: str
    dependency: str
    imports: str
    is_grpc: bool
    is_external: bool
    stub: str
    service_name: str
    methods: tuple[MethodView, ...]
    attribute: str
    setting: str

    @property
    def object_path(self) -> str:
        return f"dependencies.{self.dependency}"

    @property
    def renamed(self) -> tuple[MethodView, ...]:
        """The methods that still answer to an old name."""
        return tuple(method for method in self.methods if method.old_name)

    @property
    def opened(self) -> str:
        """The statement that opens the way to the dependency."""
        if self.is_grpc:
            made = Expression("open_channel", (f"settings.{self.setting}",))
        else:
            made = Expression("HttpClient", (f'"{self.dependency}"', f"settings.{self.setting}"))
        return statement(f"self._{self.attribute}_{self.transport} = ", made)

    @property
    def made(self) -> str:
        """The statement that makes the client."""
        arguments = (f"self._{self.attribute}_{self.transport}", "callers")
        return statement(f"self.{self.attribute} = ", Expression(self.name, arguments))

    @property
    def transport(self) -> str:
        return "channel" if self.is_grpc else "http"
