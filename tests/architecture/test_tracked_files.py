"""What must not be committed: where somebody's machine keeps things, and where packages come from."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INDEX_HOST = re.compile(
    r"https?://[a-z0-9.-]*(?:registry|proxy|files|repo|pypi|crates|index)[a-z0-9.-]*\.(?:org|com|io|dev)\b"
)
RESERVED = re.compile(r"https?://([a-z0-9-]+\.)*example\.(?:org|com)")
"""Names that belong to nobody (RFC 2606)."""
MACHINE_PATHS = ("/" + "root/", str(ROOT) + "/", str(Path.home()) + "/")


def tracked_texts() -> Iterator[tuple[str, str]]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in sorted(filter(None, listed.split("\0"))):
        path = ROOT / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            yield name, content.decode("utf-8")


def test_no_file_names_a_path_of_a_machine_or_the_host_of_a_package_index() -> None:
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if names_a_machine(line)
    ]
    assert not found, "\n".join(found)


def names_a_machine(line: str) -> bool:
    hosts = (match[0] for match in INDEX_HOST.finditer(line))
    return any(path in line for path in MACHINE_PATHS) or any(not RESERVED.match(host) for host in hosts)


def test_no_lock_file_says_from_where_a_package_was_taken() -> None:
    locks = [(name, text) for name, text in tracked_texts() if name.endswith("package-lock.json")]
    assert locks
    assert [name for name, text in locks if '"resolved"' in text] == []


def test_no_uv_lock_is_committed() -> None:
    assert [name for name, _ in tracked_texts() if name.endswith("uv.lock")] == []
