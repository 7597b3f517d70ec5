from __future__ import annotations

import hashlib
import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from sample_trees import INPUTS, PYTHON, SYSTEM, complete, records, system_tree

from msgen.merging.baseline import pack
from msgen.merging.errors import RecordUnreadable
from msgen.merging.lock import Pending, read_lock, write_lock
from msgen.merging.record import hash_inputs
from msgen.rendering.tree import REGULAR, File, Tree


def test_every_root_has_a_lock_a_pack_and_two_files_for_git() -> None:
    names = (".gitattributes", ".gitignore", "base.tar.gz", "lock.json")

    assert list(records(system_tree())) == [
        *(f".msgen/{name}" for name in names),
        *(f"services/orders/.msgen/{name}" for name in names),
    ]


def test_the_lock_of_a_service_is_this_text() -> None:
    text = records(system_tree())["services/orders/.msgen/lock.json"].content.decode()

    def line(path: str, content: str, mode: str, owner: str, origin: str) -> str:
        digest = hashlib.sha256(content.encode()).hexdigest()
        return f'    {{"id": "{origin}", "mode": "{mode}", "owner": "{owner}", "path": "{path}", "sha256": "{digest}"}}'

    values = json.loads(text)
    python = "python:template/{}.jinja#orders".format
    files = [
        line(
            ".msgen/.gitattributes",
            "base.tar.gz binary linguist-generated -diff\n",
            "100644",
            "G",
            "msgen:.gitattributes",
        ),
        line(".msgen/.gitignore", "txn*\nundo/\n", "100644", "G", "msgen:.gitignore"),
        line("latest", "run.sh", "120000", "G", python("G")),
        line("migrations/versions/0001_start.py", "revision = 1\n", "100644", "A", python("A")),
        line("run.sh", "#!/bin/sh\n", "100755", "G", python("G")),
        line("src/orders/app/place.py", "class Place: ...\n", "100644", "H", python("H")),
        line("src/orders/größe.py", "GRÖSSE = 1\n", "100644", "G", python("G")),
    ]
    joined = ",\n".join(files)
    assert text == (
        "{\n"
        f'  "base_hash": "{values["base_hash"]}",\n'
        '  "blueprints": [\n'
        f'    {{"digest": "{"d" * 64}", "id": "python", "source": "bundled", "version": "1.0"}}\n'
        "  ],\n"
        '  "design": {\n    "name": "orders",\n    "operations": [\n      "Place"\n    ]\n  },\n'
        f'  "files": [\n{joined}\n  ],\n'
        '  "msgen": "0.1.0",\n'
        '  "pending": [],\n'
        '  "schema": 1,\n'
        f'  "spec_hash": "{values["spec_hash"]}"\n'
        "}\n"
    )


def test_only_the_lock_of_the_system_has_inputs_and_layout() -> None:
    written = records(system_tree())

    root = read_lock(written[".msgen/lock.json"].content, Path("shop"))
    service = read_lock(written["services/orders/.msgen/lock.json"].content, Path("shop"))

    assert root.inputs == INPUTS
    assert root.layout is not None
    assert root.layout.folders == {"orders": "services/orders"}
    assert [blueprint.source for blueprint in root.blueprints] == ["custom"]
    assert (service.inputs, service.layout) == (None, None)
    assert [each.path for each in root.files] == [
        ".gitignore",
        ".msgen/.gitattributes",
        ".msgen/.gitignore",
        "README.md",
    ]


def test_a_lock_that_is_read_and_written_again_is_the_same() -> None:
    for path in (".msgen/lock.json", "services/orders/.msgen/lock.json"):
        content = records(system_tree())[path].content
        assert write_lock(read_lock(content, Path("shop"))) == content


def test_pending_paths_survive_in_the_lock() -> None:
    lock = read_lock(records(system_tree())[".msgen/lock.json"].content, Path("shop"))
    pending = replace(lock, pending=(Pending("README.md", "conflict"),))

    assert read_lock(write_lock(pending), Path("shop")) == pending


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"garbage", "shop/.msgen/lock.json` cannot be read"),
        (b"[]", "hint: .*`msgen adopt shop`"),
        (b'{"schema": 1}', "cannot be read"),
        (b'{"schema": 99}', "has format 99"),
    ],
)
def test_a_lock_that_cannot_be_understood_is_an_error_of_the_environment(content: bytes, complaint: str) -> None:
    with pytest.raises(RecordUnreadable, match=complaint) as caught:
        read_lock(content, Path("shop"))
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("written", "by_hand", "complaint"),
    [
        ('"owner": "G"', '"owner": "B"', "`B` is no owner"),
        ('"path": "README.md"', '"path": "../README.md"', "is no path inside the repository"),
        ('"path": "README.md"', '"path": "/README.md"', "is no path inside the repository"),
    ],
)
def test_a_lock_in_which_somebody_wrote_is_looked_at_closely(written: str, by_hand: str, complaint: str) -> None:
    content = records(system_tree())[".msgen/lock.json"].content.decode()
    assert written in content

    with pytest.raises(RecordUnreadable, match=complaint):
        read_lock(content.replace(written, by_hand).encode(), Path("shop"))


def test_the_pack_holds_the_generated_and_seeded_files_without_a_trace_of_the_machine() -> None:
    written = records(system_tree())["services/orders/.msgen/base.tar.gz"].content

    assert written[:10] == bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
    with tarfile.open(fileobj=io.BytesIO(written)) as tar:
        members = tar.getmembers()
    assert [member.name for member in members] == [
        ".msgen/.gitattributes",
        ".msgen/.gitignore",
        "latest",
        "run.sh",
        "src/orders/app/place.py",
        "src/orders/größe.py",
    ]
    assert {(each.mtime, each.uid, each.gid, each.uname, each.gname) for each in members} == {(0, 0, 0, "", "")}


def test_the_hash_of_the_pack_is_that_of_the_archive_inside_it() -> None:
    base = pack(system_tree())

    with tarfile.open(fileobj=io.BytesIO(base.content)) as tar:
        assert tar.fileobj is not None
        tar.fileobj.seek(0)
        assert hashlib.sha256(tar.fileobj.read()).hexdigest() == base.hash


def test_an_ejected_file_is_recorded_as_such_and_not_packed() -> None:
    written = records(system_tree(), frozenset({"README.md"}))

    lock = read_lock(written[".msgen/lock.json"].content, Path("shop"))
    with tarfile.open(fileobj=io.BytesIO(written[".msgen/base.tar.gz"].content)) as tar:
        packed = tar.getnames()
    assert {each.path: each.owner for each in lock.files}["README.md"] == "ejected"
    assert "README.md" not in packed


def test_the_record_does_not_depend_on_the_order_in_which_things_were_given() -> None:
    reversed_tree = Tree(dict(reversed(list(system_tree().items()))))

    assert complete(reversed_tree) == complete()


def test_the_hash_of_the_inputs_sees_files_and_blueprints_but_not_their_order() -> None:
    files = {"msgen.yaml": b"msgen: 1\n", "contracts/numbers.yaml": b""}
    plain = hash_inputs(files, [PYTHON, SYSTEM])

    assert hash_inputs(dict(reversed(files.items())), [SYSTEM, PYTHON]) == plain
    assert hash_inputs(files | {"msgen.yaml": b"msgen: 1 # shop\n"}, [PYTHON, SYSTEM]) != plain
    assert hash_inputs(files, [msgspec.structs.replace(PYTHON, digest="0" * 64), SYSTEM]) != plain


def test_a_file_of_the_inputs_stands_in_no_lock() -> None:
    tree = Tree({"msgen.yaml": File(b"", REGULAR, "I"), "README.md": system_tree()["README.md"]})

    lock = read_lock(records(tree)[".msgen/lock.json"].content, Path("shop"))

    assert "msgen.yaml" not in [each.path for each in lock.files]
