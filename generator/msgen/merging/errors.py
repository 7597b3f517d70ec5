"""What can keep msgen from writing.

MergingError
  ForeignFilesInTheWay   files that msgen did not write stand where it would write
  AnotherSpec            an input file with other content is already there
  AlreadyGenerated       the folder holds a generated system, from other inputs
  RecordUnreadable       `.msgen/` holds a lock or a journal that this msgen cannot read
  DestinationTaken       somebody else created the destination in the meantime
  TargetChanged          files changed between reading and writing
  UndoRefused            files changed since the run that is to be taken back
  CannotWrite            the system refuses: no space, no right to write there
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgen.merging.report import Report


class MergingError(Exception):
    """Base of all; `str()` of it is meant for users."""

    exit_code = 70


class ForeignFilesInTheWay(MergingError):
    exit_code = 2

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(
            "these files are in the way, and msgen did not write them; nothing was written:\n"
            f"{_listed(paths)}\n"
            "hint: move them away, or generate into another folder"
        )
        self.paths = paths


class AnotherSpec(MergingError):
    exit_code = 2

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(
            f"another spec is already there; nothing was written:\n{_listed(paths)}\n"
            "hint: generate from it with `msgen new --spec` and its path, or choose another folder"
        )
        self.paths = paths


class AlreadyGenerated(MergingError):
    exit_code = 2

    def __init__(self, destination: str) -> None:
        super().__init__(
            f"`{destination}` is already generated, from another spec, other blueprints or another msgen\n"
            f"hint: change its `msgen.yaml` and run `msgen update {destination}`"
        )


class RecordUnreadable(MergingError):
    exit_code = 3


class DestinationTaken(MergingError):
    exit_code = 5

    def __init__(self, destination: str) -> None:
        super().__init__(f"`{destination}` was created by somebody else meanwhile; nothing was written")


class TargetChanged(MergingError):
    exit_code = 5

    def __init__(self, paths: tuple[str, ...], *, others_written: bool, report: Report | None = None) -> None:
        outcome = "everything else was written" if others_written else "nothing was written"
        super().__init__(
            f"these files changed while msgen ran and were left as they are; {outcome}:\n{_listed(paths)}\n"
            "hint: run the same command again"
        )
        self.paths = paths
        self.report = report


class UndoRefused(MergingError):
    exit_code = 5

    def __init__(self, paths: tuple[str, ...], command: str) -> None:
        super().__init__(
            f"these files changed since `msgen {command}`, so it cannot be undone; nothing was written:\n"
            f"{_listed(paths)}\n"
            "hint: put them back as it left them, for example with `git stash`, or take the rest from git"
        )
        self.paths = paths
        self.command = command


class CannotWrite(MergingError):
    exit_code = 3

    def __init__(self, destination: str, error: OSError, *, interrupted: bool) -> None:
        reason = (error.strerror or str(error)).lower()
        outcome = (
            "some files are written, and the next run writes the rest\nhint: mend that, then run the same command again"
            if interrupted
            else "nothing was written\nhint: mend that, or choose another destination"
        )
        super().__init__(f"`{destination}` cannot be written: {reason}; {outcome}")


def _listed(paths: tuple[str, ...]) -> str:
    return "\n".join(f"  {path}" for path in paths)
