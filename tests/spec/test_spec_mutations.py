"""Whatever is written: a design that can be planned, or findings with places inside the file, and nothing else.

`MSGEN_MUTATIONS` says how many damaged specs are read.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from spec_mutations import VALID, mutated

from msgen.cli.app import main
from msgen.contracts.allocation import allocate
from msgen.contracts.numbers_file import read_numbers
from msgen.diagnostics import Finding, SpecError
from msgen.plan.planner import build
from msgen.spec import parse, read_text
from msgen.topology import resolve

MUTATIONS = int(os.environ.get("MSGEN_MUTATIONS", "20000"))
BATCHES = 40
PATIENCE = 60
"""Seconds after which a spec counts as never read; a guard against hangs, not a measure of speed."""
FOREIGN_WORDS = re.compile(r"Input should|valid dictionary|pydantic|ruamel|Traceback|validator", re.IGNORECASE)


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    def too_long(number: int, frame: object) -> None:
        raise TimeoutError("the spec was not read in time")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def check(text: str) -> bool:
    """Reads a spec and checks what is said of it; is it valid."""
    with patience(PATIENCE):
        refused = refusal(text)
        if refused is None:
            return True
        assert refused.findings
        for finding in refused.findings:
            check_finding(finding, refused)
        check_rendering(str(refused))
        return False


def refusal(text: str) -> SpecError | None:
    try:
        design = parse(read_text(text))
    except SpecError as error:
        return error
    topology = resolve(design)
    build(topology, allocate(topology, read_numbers(None)))
    return None


def check_finding(finding: Finding, error: SpecError) -> None:
    places = [finding.location, *(related.location for related in finding.related)]
    for place in places:
        assert place is not None
        lines = error.sources[place.file] or ("",)
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert place.end_column is None or place.column < place.end_column <= len(lines[place.line - 1]) + 1
    assert not FOREIGN_WORDS.search(finding.message + finding.hint)
    assert not finding.message.endswith(".")


def check_rendering(text: str) -> None:
    assert text.replace("\n", "").isprintable()
    assert max(len(line) for line in text.split("\n")) < 2000


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_damaged_spec_gives_a_design_or_findings_inside_the_file(batch: int) -> None:
    for seed in range(batch, MUTATIONS, BATCHES):
        try:
            check(mutated(seed))
        except BaseException as failure:
            failure.add_note(f"seed {seed}: {mutated(seed)[:2000]!r}")
            raise


def test_the_command_refuses_a_damaged_spec_in_its_own_words_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "spec.yaml"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["msgen", "new", "--spec", spec.name])
    damaged = [text for text in map(mutated, range(400)) if refusal(text)]
    assert damaged
    for text in damaged:
        spec.write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert (ended.value.code, said.out) == (2, ""), said.err
        assert said.err.startswith("error: ")
        assert "Traceback" not in said.err
        assert os.listdir(tmp_path) == [spec.name]


@pytest.mark.parametrize("text", VALID)
def test_the_specs_to_be_damaged_are_valid(text: str) -> None:
    assert check(text)


def test_some_damages_leave_a_spec_valid_and_most_do_not() -> None:
    valid = sum(check(mutated(seed)) for seed in range(400))
    assert 0 < valid < 200


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 100_000 + VALID[0],
        "# nothing\n" * 100_000 + VALID[0],
        VALID[0] + "x-own:\n" + "  - a\n" * 40_000,
    ],
    ids=["blank", "comments", "entries"],
)
def test_a_file_of_very_many_lines_is_read(text: str) -> None:
    assert check(text)


@pytest.mark.parametrize(
    "text",
    [
        VALID[0] + "".join(f"x-{number}: 1\n" for number in range(100_000)),
        VALID[0] + "x-own: " + "[" * 50_000,
        VALID[0] + "x-own: " + "[" * 5_000 + "]" * 5_000,
        VALID[0] + "x-own:\n" + "".join(" " * depth + "- \n" for depth in range(2, 500)),
        VALID[0]
        + "x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
        + "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 12)),
        VALID[0] + "x0: &x0 {a: 1}\n" + "".join(f"x{n}: &x{n} {{b: *x{n - 1}}}\n" for n in range(1, 200)),
        VALID[0] + "m0: &m0 {a: 1}\n" + "".join(f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}\n" for n in range(1, 40)),
        VALID[0] + "x-own: " + "a" * 2_000_000,
    ],
    ids=["too many keys", "open", "closed", "block", "bomb", "chain", "merges", "one line"],
)
def test_a_file_that_would_burst_is_refused(text: str) -> None:
    assert not check(text)
