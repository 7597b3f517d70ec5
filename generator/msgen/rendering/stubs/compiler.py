"""Runs protoc for batches of contracts: a line of JSON on standard input, a line of JSON on standard output.

    {key: {"main": "shop/orders/v1/orders.proto", "files": {name: text}}}  ->  {key: {file name: text}}

A contract that does not compile answers `{"error": text}`. This is a process of its own, since protoc
reports to the file descriptor 2 and not to Python. It ends with its input.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import grpc_tools  # type: ignore[import-untyped]
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc

from msgen.rendering.stubs.typed_grpc import flat_module, typed_grpc

_BUNDLED = Path(grpc_tools.__file__).parent / "_proto"
_OUTPUTS = ("_pb2.py", "_pb2.pyi", "_pb2_grpc.py")
_IMPORT = re.compile(r"^from (?P<package>[\w.]+) import (?P<module>\w+_pb2)\b", re.MULTILINE)
_TOP_IMPORT = re.compile(r"^import (?P<module>\w+_pb2) as ", re.MULTILINE)
_NAMES_IMPORT = re.compile(r"^from (?P<module>[\w.]+_pb2) import ", re.MULTILINE)


def main() -> None:
    for request in sys.stdin:
        answers = {key: compile_contract(item["main"], item["files"]) for key, item in json.loads(request).items()}
        print(json.dumps(answers), flush=True)


def compile_contract(main_file: str, files: Mapping[str, str]) -> dict[str, str]:
    """The stubs of a proto file and of what it imports, side by side; or the compiler's complaint."""
    with tempfile.TemporaryDirectory(prefix="msgen-") as private:
        sources, outputs = Path(private, "sources"), Path(private, "outputs")
        outputs.mkdir()
        for name, text in files.items():
            source = sources / name
            source.parent.mkdir(parents=True, exist_ok=True)
            source.write_text(text, encoding="utf-8", newline="")
        complaints = Path(private, "complaints")
        with _standard_error_to(complaints):
            failed = protoc.main(_arguments(sources, outputs, [main_file, *files]))
        if failed:
            return {"error": complaints.read_text(encoding="utf-8", errors="replace").strip()}
        return dict(sorted(_collect(outputs, files)))


def _arguments(sources: Path, outputs: Path, files: list[str]) -> list[str]:
    return [
        "protoc",
        f"-I{sources}",
        f"-I{_BUNDLED}",
        f"--python_out={outputs}",
        f"--pyi_out={outputs}",
        f"--grpc_python_out={outputs}",
        f"--descriptor_set_out={outputs / 'descriptors'}",
        "--include_imports",
        *dict.fromkeys(files),
    ]


def _collect(outputs: Path, files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    descriptors = FileDescriptorSet.FromString((outputs / "descriptors").read_bytes())
    local = {_module(name) for name in files}
    for name in files:
        module = _module(name).removesuffix("_pb2")
        for ending in _OUTPUTS:
            text = (outputs / f"{module.replace('.', '/')}{ending}").read_text(encoding="utf-8")
            yield f"{module.rpartition('.')[2]}{ending}", _relative(text, local)
        yield f"{module.rpartition('.')[2]}_pb2_grpc.pyi", typed_grpc(name, descriptors, local)


def _module(name: str) -> str:
    """The Python module that protoc gives a proto file."""
    return name.removesuffix(".proto").replace("-", "_").replace("/", ".") + "_pb2"


def _relative(text: str, local: set[str]) -> str:
    """Imports of local stubs made relative: they lie side by side, in whatever package."""

    def module(found: re.Match[str]) -> str:
        if f"{found['package']}.{found['module']}" not in local:
            return found[0]
        return f"from . import {found['module']}"

    def top(found: re.Match[str]) -> str:
        return f"from . import {found['module']} as " if found["module"] in local else found[0]

    def names(found: re.Match[str]) -> str:
        return f"from .{flat_module(found['module'])} import " if found["module"] in local else found[0]

    return _NAMES_IMPORT.sub(names, _TOP_IMPORT.sub(top, _IMPORT.sub(module, text)))


@contextmanager
def _standard_error_to(path: Path) -> Iterator[None]:
    """Sends the file descriptor 2 to a file."""
    with path.open("wb") as file:
        original = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(original, 2)
            os.close(original)


if __name__ == "__main__":
    main()
