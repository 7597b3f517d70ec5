"""The modules of a service's tests: they see the service from outside, by its package."""

from __future__ import annotations

from msgspec import Struct

from msgen.plan.views.python.annotations import Annotator
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import LINE_LENGTH, statement


class OutsideAnnotator(Annotator, frozen=True):
    """Imports by the full name of a module, because tests stand outside the package."""

    package: str

    def path(self, target: str) -> str:
        return f"{self.package}.{target}" if target else self.package


class TestCase(Struct, frozen=True):
    """One test function."""

    signature: str
    body: str
    """Its statements, indented; paragraphs are set apart by empty lines."""


class TestModule(Struct, frozen=True):
    """One module of tests."""

    name: str
    """The name of the file without `test_` and `.py`."""
    doc: str
    imports: str
    cases: tuple[TestCase, ...]
    object_path: str
    """What it tests."""


def outside(contracts: ServiceContracts, module: str) -> OutsideAnnotator:
    """The annotator of a module of tests, with imports of its own."""
    first_party = frozenset({contracts.package, "tests"})
    return OutsideAnnotator(module, Imports(future_annotations=False, first_party=first_party), contracts.package)


def case(name: str, fixture: str, *paragraphs: tuple[str, ...]) -> TestCase:
    """`fixture` is the typed parameter; paragraphs without lines are left out."""
    signature = statement("async def ", Call(f"test_{name}", (fixture,)), " -> None:", indent=0)
    body = "\n\n".join("\n".join(f"    {line}" for line in lines) for lines in paragraphs if lines)
    return TestCase(signature, body)


def asked(prefix: str, cls: str, ports: str, argument: str, *, indent: int = 4) -> tuple[str, ...]:
    """A use case or handler is made and called, on one line where that fits."""
    at_once = f"{prefix}await {cls}({ports})({argument})"
    if len(at_once) + indent <= LINE_LENGTH:
        return (at_once,)
    made = statement("use_case = ", Call(cls, (ports,)), indent=indent)
    return (made, f"{prefix}await use_case({argument})")


def equal(left: str, right: str) -> str:
    """`assert left == right`, in brackets where it is too long."""
    whole = f"{left} == {right}"
    if len(f"    assert {whole}") <= LINE_LENGTH:
        return f"assert {whole}"
    if len(f"        {whole}") > LINE_LENGTH:
        whole = f"{left}\n        == {right}"
    return f"assert (\n        {whole}\n    )"


def with_article(noun: str) -> str:
    """`an_order`, `a_payment`: part of the name of a test or of a builder."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'}_{noun}"
