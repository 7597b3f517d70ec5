"""Reading a spec from files: context files, includes, numbers, and files that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from msgen.diagnostics import SpecError
from msgen.spec import parse, read, read_text

SPEC = "msgen: 1\nname: bistro\nservices:\n  web: {api: rest, calls: [kitchen]}\n"
KITCHEN = "context: kitchen\nsubdomain: core\nservices:\n  kitchen: {api: grpc, publishes: [Cooked]}\n"


def written(folder: Path, files: dict[str, str]) -> Path:
    """The files below a folder; the path of the spec among them."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8"))
    return folder / "msgen.yaml"


def told(path: Path) -> list[str]:
    """`file:line:column message` of everything that is wrong."""
    with pytest.raises(SpecError) as raised:
        parse(read(path))
    return [f"{finding.location} {finding.message}" for finding in raised.value.findings]


def test_a_context_file_adds_its_context_and_services(tmp_path: Path) -> None:
    path = written(tmp_path, {"msgen.yaml": SPEC, "contexts/kitchen.yaml": KITCHEN})
    document = read(path)
    design = parse(document)
    assert design.contexts is not None
    assert design.contexts["kitchen"].subdomain == "core"
    assert design.services["kitchen"].context == "kitchen"
    assert str(document.location(("services", "kitchen", "api"))) == "contexts/kitchen.yaml:4:13"
    assert document.folder == str(tmp_path)


def test_errors_of_context_files_stand_in_them(tmp_path: Path) -> None:
    path = written(tmp_path, {"msgen.yaml": SPEC, "contexts/kitchen.yaml": KITCHEN.replace("core", "cor")})
    assert told(path) == ["contexts/kitchen.yaml:2:12 `cor` is not one of `core`, `supporting`, `generic`"]


def test_a_service_of_two_files_is_told_with_both_places(tmp_path: Path) -> None:
    double = KITCHEN.replace("  kitchen:", "  web: {}\n  kitchen:")
    path = written(tmp_path, {"msgen.yaml": SPEC, "contexts/kitchen.yaml": double})
    with pytest.raises(SpecError) as raised:
        parse(read(path))
    [finding] = raised.value.findings
    assert str(finding.location) == "contexts/kitchen.yaml:4:3"
    assert [str(related.location) for related in finding.related] == ["msgen.yaml:4:3"]


def test_a_service_that_names_another_context_than_its_file_is_refused(tmp_path: Path) -> None:
    other = KITCHEN.replace("api: grpc", "context: sales, api: grpc")
    path = written(tmp_path, {"msgen.yaml": SPEC, "contexts/kitchen.yaml": other})
    assert "contexts/kitchen.yaml:4:22 the service stands in the file of the context `kitchen`" in told(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("subdomain: core\n", "contexts/kitchen.yaml:1:1 a context file says which context it is about"),
        (
            "subdomain: core\ncontext: kitchen\n",
            "contexts/kitchen.yaml:2:1 `context` is the first key of a context file",
        ),
        ("context: cook\n", "contexts/kitchen.yaml:1:10 the file of the context `cook` has another name"),
        ("context: kitchen\nservices: [a]\n", "contexts/kitchen.yaml:2:11 `services` is a map by name"),
        ("context: kitchen\nfoo: 1\n", "contexts/kitchen.yaml:2:1 unknown key `foo`"),
        ("a: [", "contexts/kitchen.yaml:1:5 the file ends before this is complete"),
    ],
)
def test_a_context_file_follows_its_form(tmp_path: Path, text: str, message: str) -> None:
    spec = SPEC.replace(", calls: [kitchen]", "")
    assert told(written(tmp_path, {"msgen.yaml": spec, "contexts/kitchen.yaml": text})) == [message]


def test_includes_name_files_and_folders(tmp_path: Path) -> None:
    path = written(
        tmp_path / "system",
        {
            "msgen.yaml": SPEC.replace("services:", "include: [../kitchen/spec.yaml, more]\nservices:"),
            "../kitchen/spec.yaml": KITCHEN,
            "more/b.yaml": "context: b\n",
            "more/a.yaml": "context: a\n",
            "more/notes.txt": "not a spec",
        },
    )
    document = read(path)
    assert list(document.sources) == ["msgen.yaml", "../kitchen/spec.yaml", "more/a.yaml", "more/b.yaml"]
    assert list(parse(document).contexts or {}) == ["kitchen", "a", "b"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    spec = SPEC.replace("services:", "include: [contexts/kitchen.yaml, contexts]\nservices:")
    path = written(tmp_path, {"msgen.yaml": spec, "contexts/kitchen.yaml": KITCHEN})
    assert list(parse(read(path)).services) == ["web", "kitchen"]


def test_an_include_that_is_missing_is_told_at_its_entry(tmp_path: Path) -> None:
    spec = SPEC.replace("services:", "include: [missing.yaml]\nservices:")
    assert told(written(tmp_path, {"msgen.yaml": spec})) == ["msgen.yaml:3:11 there is no such file"]


def test_an_include_by_address_is_refused(tmp_path: Path) -> None:
    spec = SPEC.replace(", calls: [kitchen]", "").replace("services:", "include: ['https://x.org/a.yaml']\nservices:")
    assert told(written(tmp_path, {"msgen.yaml": spec})) == ["msgen.yaml:3:11 `https://x.org/a.yaml` is an address"]


def test_the_numbers_of_contracts_are_kept_as_text(tmp_path: Path) -> None:
    spec = SPEC.replace(", calls: [kitchen]", "")
    path = written(tmp_path, {"msgen.yaml": spec, "contracts/numbers.yaml": "web: {}\n"})
    assert read(path).numbers == "web: {}\n"
    (tmp_path / "contracts/numbers.yaml").unlink()
    assert read(path).numbers is None


def test_every_unusable_file_is_told_in_one_run(tmp_path: Path) -> None:
    path = written(tmp_path, {"msgen.yaml": SPEC, "contexts/a.yaml": "a: [", "contexts/b.yaml": "\t"})
    assert told(path) == [
        "contexts/a.yaml:1:5 the file ends before this is complete",
        "contexts/b.yaml:1:1 the file is empty",
    ]


def test_a_missing_spec_names_the_command_that_writes_one(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as raised:
        read(tmp_path / "msgen.yaml")
    assert str(raised.value) == (
        f"error: there is no such file\n --> {tmp_path}/msgen.yaml:1:1\nhint: `msgen new` writes one\n\n1 error\n"
    )


def test_a_folder_is_not_a_spec(tmp_path: Path) -> None:
    written(tmp_path, {"msgen.yaml": SPEC})
    with pytest.raises(SpecError) as raised:
        read(tmp_path)
    assert raised.value.findings[0].message == "this is a folder, not a file"
    assert "msgen.yaml" in raised.value.findings[0].hint


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (b"msgen: 1\nname: \xff\n", "2:7", "the file is not UTF-8: byte 0xff"),
        ("msgen: 1\n".encode("utf-16"), "1:1", "the file is not UTF-8: byte 0xff"),
        (b"", "1:1", "the file is empty"),
        (b"msgen: 1\nname: a\x00\n", "2:8", "a NUL character is not allowed"),
        (b"#" * (1024 * 1024 + 1), "1:1", "the file is larger than 1024 KiB"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, place: str, message: str) -> None:
    path = tmp_path / "msgen.yaml"
    path.write_bytes(content)
    assert told(path) == [f"msgen.yaml:{place} {message}"]


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    path = tmp_path / "msgen.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SPEC.replace(", calls: [kitchen]", "").encode())
    assert parse(read(path)).name == "bistro"
    assert read_text("\ufeffmsgen: 1\n").data == {"msgen": 1}


def test_paths_are_shown_as_given_and_kept_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "systems", {"msgen.yaml": SPEC, "contexts/kitchen.yaml": KITCHEN.replace("grpc", "grcp")})
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SpecError) as raised:
        parse(read("systems/msgen.yaml"))
    assert str(raised.value.findings[0].location) == "contexts/kitchen.yaml:4:18"
    assert " --> systems/contexts/kitchen.yaml:4:18\n" in str(raised.value)
