"""What costs much or breaks after a fork does not slip into the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"

SLOW = {"BaseHTTPMiddleware"}
ONLY_INSIDE_FUNCTIONS = {
    "ClientSession",
    "TracerProvider",
    "create_async_engine",
    "insecure_channel",
    "secure_channel",
}


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def names(node: ast.AST) -> Iterator[str]:
    for child in ast.walk(node):
        if isinstance(child, ast.Name):
            yield child.id
        elif isinstance(child, ast.Attribute):
            yield child.attr
        elif isinstance(child, ast.alias):
            yield child.name


def run_at_import(module: ast.Module) -> Iterator[ast.stmt]:
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    for statement in module.body:
        if not isinstance(statement, definitions):
            yield statement


def test_no_middleware_wraps_each_request_in_a_task_of_its_own() -> None:
    found = [str(path) for path, module in modules() if SLOW & set(names(module))]
    assert found == []


def test_no_connection_is_made_at_import() -> None:
    found = [
        f"{path}:{statement.lineno}"
        for path, module in modules()
        for statement in run_at_import(module)
        if ONLY_INSIDE_FUNCTIONS & set(names(statement))
    ]
    assert found == []
