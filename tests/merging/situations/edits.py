"""What people do to a project's files, as functions of its folder."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

Edit = Callable[[Path], None]

LIBRARY = b"WRITTEN = 'by hand'\n"
"""What the repositories in the project hold, in `library.py`."""


def nothing(project: Path) -> None:
    """Leave all as it is."""


def together(*edits: Edit) -> Edit:
    def edit(project: Path) -> None:
        for each in edits:
            each(project)

    return edit


def replace(path: str, old: str, new: str) -> Edit:
    """Of a text that stands there once."""
    return convert(path, lambda content: _replaced(content, old.encode(), new.encode(), path))


def append(path: str, text: str) -> Edit:
    return convert(path, lambda content: content + text.encode())


def convert(path: str, change: Callable[[bytes], bytes]) -> Edit:
    def edit(project: Path) -> None:
        file = project / path
        file.write_bytes(change(file.read_bytes()))

    return edit


def write(path: str, content: bytes) -> Edit:
    """A new file, or another one in place of a file or link."""

    def edit(project: Path) -> None:
        file = project / path
        file.unlink(missing_ok=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    return edit


def link(path: str, target: str) -> Edit:
    """A symbolic link, in place of what stands there."""

    def edit(project: Path) -> None:
        (project / path).unlink(missing_ok=True)
        (project / path).symlink_to(target)

    return edit


def delete(path: str) -> Edit:
    return lambda project: (project / path).unlink()


def rename(path: str, to: str) -> Edit:
    def edit(project: Path) -> None:
        (project / path).rename(project / to)

    return edit


def make_executable(path: str) -> Edit:
    return lambda project: (project / path).chmod(0o755)


def nested_repository(path: str) -> Edit:
    """A repository of its own below the project, which the project's repository knows nothing of."""

    def edit(project: Path) -> None:
        _own_repository(project / path)

    return edit


def submodule(path: str) -> Edit:
    """A submodule that comes from a repository beside the project."""

    def edit(project: Path) -> None:
        origin = project.parent / f"{Path(path).name}.origin"
        _own_repository(origin)
        git(project, "-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(origin), path)

    return edit


def swapped(first: str, second: str) -> Callable[[bytes], bytes]:
    """Two functions in each other's place."""

    def swap(content: bytes) -> bytes:
        one, other = _function(content, first), _function(content, second)
        return content.replace(one, b"\0").replace(other, one).replace(b"\0", other)

    return swap


def without(function: str) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(_function(content, function) + b"\n\n", b"")


def crlf(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


def trailing_whitespace(content: bytes) -> bytes:
    return content.replace(b"\n", b"  \n")


def no_final_newline(content: bytes) -> bytes:
    return content.rstrip(b"\n")


def reformatted(content: bytes) -> bytes:
    """As another formatter would write it: double quotes, and lists and calls of several arguments on several lines."""
    text = content.decode().replace("'", '"')
    text = re.sub(r"^( +)(words = )\[(.*)\]$", _on_lines("[", "]"), text, flags=re.M)
    text = re.sub(r"^( +)(return \w+)\((\w+, .*)\)$", _on_lines("(", ")"), text, flags=re.M)
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(content))
    return text.encode()


def environment() -> dict[str, str]:
    """Of a person whom git knows, without any configuration of the machine's."""
    person = {"NAME": "Somebody", "EMAIL": "somebody@example.invalid", "DATE": "2024-01-01T00:00:00Z"}
    people = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in person.items()}
    return {**os.environ, **people, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *arguments: str) -> bytes:
    """Run git to a good end; what it prints."""
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment(), capture_output=True)
    assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr.decode()}"
    return done.stdout


def _replaced(content: bytes, old: bytes, new: bytes, path: str) -> bytes:
    assert content.count(old) == 1, f"{path} has {content.count(old)} x {old!r}"
    return content.replace(old, new)


def _own_repository(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "library.py").write_bytes(LIBRARY)
    git(folder, "init", "--quiet")
    git(folder, "add", "library.py")
    git(folder, "commit", "--quiet", "-m", "A library")


def _function(content: bytes, name: str) -> bytes:
    """From its `def` to the end of its last line."""
    found = re.search(rb"^def " + name.encode() + rb"\(.*\n(?:(?: .*)?\n)*? .*\n(?=\n\n|\Z)", content, re.M)
    assert found, name
    return found[0]


def _on_lines(opening: str, closing: str) -> Callable[[re.Match[str]], str]:
    def lay_out(found: re.Match[str]) -> str:
        indent, start, items = found.groups()
        lines = [f"{indent}    {item}," for item in items.split(", ")]
        return "\n".join([f"{indent}{start}{opening}", *lines, f"{indent}{closing}"])

    return lay_out
