"""A service has the same bytes in a mono-repo and in a repository of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sample_systems import SAMPLES, generate, name_of, spec_of


def files_below(root: Path) -> dict[str, tuple[int, bytes]]:
    """Mode and content by path, the record of msgen included."""
    paths = (path for path in sorted(root.rglob("*")) if path.is_file() or path.is_symlink())
    return {
        path.relative_to(root).as_posix(): (
            path.lstat().st_mode,
            str(path.readlink()).encode() if path.is_symlink() else path.read_bytes(),
        )
        for path in paths
    }


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_repository_per_service_holds_the_bytes_of_the_mono_repo(
    sample: str, system_of: Callable[[Path], Path], tmp_path: Path
) -> None:
    multi = generate(spec_of(sample), tmp_path / "multi", "--layout", "multi-repo")
    services = sorted((system_of(spec_of(sample)) / "services").iterdir())

    assert {folder.name for folder in multi.iterdir()} == {name_of(sample), *(service.name for service in services)}
    for service in services:
        files = files_below(multi / service.name)
        assert files == files_below(service)
        assert ".msgen/lock.json" in files
