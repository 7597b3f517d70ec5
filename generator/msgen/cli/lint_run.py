"""One run of `msgen lint`: what it reads, mends and writes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from msgen.cli.house_rules import FOLDER, house_rules
from msgen.cli.output import emit, say
from msgen.cli.patch import patch
from msgen.cli.usage import UsageError
from msgen.cli.writing import replaced, replaced_in_spec
from msgen.lint.baseline import FILE, UnreadableBaselineError, fingerprints, written
from msgen.lint.findings import LintResult
from msgen.lint.fixing import mend
from msgen.lint.house.expressions import ExpressionError
from msgen.lint.looking import Looking
from msgen.lint.registry import all_rules
from msgen.lint.review import Manifests
from msgen.spec import Document, SpecError, parse, read, read_contents
from msgen.topology import resolve
from msgen.topology.model import Topology

_CHOICE = re.compile(r"(?P<rule>[A-Z]{2,8}[0-9]{2,3})@(?P<object>.+)=(?P<number>[0-9]+)")


class LintRun(Struct):
    spec: Path
    looking: Looking
    document: Document
    topology: Topology
    result: LintResult

    @classmethod
    def of(cls, spec: Path, *, against: str | None, deploy: Path | None) -> LintRun:
        looking = Looking(
            today=datetime.now(UTC).date(),
            previous=_previous(spec, against) if against is not None else None,
            manifests=_manifests(deploy) if deploy is not None else None,
            known=_known(spec.parent),
            rules=(*all_rules(), *house_rules(spec.parent)),
        )
        document = read(spec)
        try:
            topology, result = looking(document)
        except ExpressionError as error:
            raise UsageError(str(error), f"mend the condition in `{FOLDER}/`") from None
        return cls(spec, looking, document, topology, result)

    def choices(self, written: Sequence[str], *, fix: bool, diff: bool) -> Mapping[str, int]:
        """`--choose` by fingerprint; each must name a finding that offers so many ways."""
        if not fix and (written or diff):
            raise UsageError(f"`{'--choose' if written else '--diff'}` belongs to `--fix`", "add `--fix`")
        found: dict[str, int] = {}
        by_fingerprint = {finding.fingerprint: finding for finding in self.result.open}
        for text in written:
            parts = _CHOICE.fullmatch(text)
            if parts is None:
                raise UsageError(f"`{text}` is no choice", "write it as `RES03@ordering.PlaceOrder.timeout=1`")
            finding = by_fingerprint.get(f"{parts['rule']} {parts['object']}")
            if finding is None:
                raise UsageError(f"there is no finding {parts['rule']} on `{parts['object']}`", "see `msgen lint`")
            if not 1 <= int(parts["number"]) <= len(finding.fixes):
                raise UsageError(
                    f"{parts['rule']} on `{parts['object']}` offers {len(finding.fixes) or 'no'} ways",
                    finding.shown.hint,
                )
            found[finding.fingerprint] = int(parts["number"])
        return found

    def mend(self, choices: Mapping[str, int], *, write: bool) -> None:
        """Apply the fixes, and write the spec or print the patch."""
        mended = mend(self.document, self.looking, choices)
        before, after = self.document.contents, mended.document.contents
        changed = {name: content for name, content in after.items() if before[name] != content}
        if write:
            contents = {name: (before[name], content) for name, content in changed.items()}
            replaced_in_spec(self.spec.parent, contents, command="lint --fix")
            for done in mended.applied:
                say(f"fixed {done.finding.rule.id} on {done.finding.object_path}: {done.fix.text}")
        else:
            emit("".join(patch(name, before[name], content) for name, content in changed.items()))
        for refused in mended.refused:
            say(f"left {refused.finding.rule.id} on {refused.finding.object_path}: {refused.reason}")
        self.document, self.result = mended.document, mended.result

    def write_baseline(self) -> None:
        path = self.spec.parent / FILE
        path.parent.mkdir(exist_ok=True)
        replaced(path, written(self.result).encode())
        count = len(self.result.open) + len(self.result.of("known"))
        say(f"{count} findings are known from now on, in `{path}`")
        self.looking = replace(self.looking, known=_known(self.spec.parent))
        _, self.result = self.looking(self.document)


def _known(folder: Path) -> frozenset[str]:
    path = folder / FILE
    if not path.exists():
        return frozenset()
    try:
        return fingerprints(path.read_text(encoding="utf-8"))
    except (UnreadableBaselineError, UnicodeDecodeError):
        raise UsageError(
            f"`{path}` is no baseline", "restore it, or remove it and run `msgen lint --baseline`"
        ) from None


def _previous(spec: Path, reference: str) -> Topology:
    """The topology of another state of the spec."""
    path = Path(reference)
    try:
        if path.exists():
            return resolve(parse(read(path / "msgen.yaml" if path.is_dir() else path)))
        return resolve(parse(read_contents(_from_git(spec, reference), reference)))
    except SpecError as error:
        first = error.findings[0]
        raise UsageError(f"the spec of `{reference}` cannot be used: {first.message}", str(first.location)) from None


def _from_git(spec: Path, reference: str) -> Mapping[str, bytes]:
    names = [spec.name, *sorted(f"contexts/{name}" for name in _context_files(spec, reference))]
    return {name: _shown_by_git(spec, reference, name) for name in names}


def _context_files(spec: Path, reference: str) -> list[str]:
    listed = _git(spec, "ls-tree", "--name-only", reference, "contexts/")
    paths = [PurePosixPath(line) for line in listed.decode("utf-8", "replace").splitlines()]
    return [path.name for path in paths if path.suffix in (".yaml", ".yml")]


def _shown_by_git(spec: Path, reference: str, name: str) -> bytes:
    return _git(spec, "show", f"{reference}:./{name}")


def _git(spec: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=spec.parent, capture_output=True, check=False)
    except OSError:
        raise UsageError("`--against` needs git for a reference", "give a path instead") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"git knows nothing of `{arguments[-1]}`", said[0] if said else "")
    return done.stdout


def _manifests(path: Path) -> Manifests:
    """Every Kubernetes object below a path."""
    if not path.exists():
        raise UsageError(f"there is no `{path}`", "render the charts, for example with `helm template`")
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    files = [path] if path.is_file() else sorted(item for item in path.rglob("*.y*ml") if item.is_file())
    found: dict[str, list[Mapping[str, Any]]] = {}
    for file in files:
        try:
            objects = list(YAML(typ="safe", pure=True).load_all(file.read_text(encoding="utf-8")))
        except (YAMLError, UnicodeDecodeError):
            raise UsageError(f"`{file}` is no YAML", "`--deploy` takes rendered manifests, not templates") from None
        found[str(file)] = [item for item in objects if isinstance(item, dict) and "kind" in item]
    return found
