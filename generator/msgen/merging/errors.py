"""What can keep msgen from writing.

MergingError
  ForeignFilesInTheWay   files that msgen did not write stand where it would write
  AnotherSpec            an input file with other content is already there
  AlreadyGenerated       the folder holds a generated system, from other inputs
  RecordUnreadable       `.msgen/` holds a lock or a journal that this msgen cannot read
    RecordTooNew         a later msgen wrote it
  DestinationTaken       somebody else created the destination in the meantime
  TargetChanged          files changed between reading and writing
  UndoRefused            files changed since the run that is to be taken back
  WouldLoseEdits         the last look before writing found lines of a person's that would be nowhere
  NotConfirmed           services leave the design, and nobody said that this is meant
  NotSettled             what waits for a person cannot be settled in the way that was asked for
  RepositoriesMissing    repositories of the system are not there
  BlueprintsMissing      the blueprints that the system was generated from were not given
  CannotWrite            the system refuses: no space, no right to write there
"""

from __future__ import annotations

from collections.abc import Mapping
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


class RecordTooNew(RecordUnreadable):
    """A later msgen wrote it: nothing is broken, so nothing is to be mended."""


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
            "hint: set your changes to them aside, so that they are as it left them, then run `msgen undo` again"
        )
        self.paths = paths
        self.command = command


class WouldLoseEdits(MergingError):
    """A fault of msgen's own: the last look before writing found lines of a person's that would be nowhere."""

    exit_code = 70

    def __init__(self, losses: Mapping[str, tuple[bytes, ...]]) -> None:
        lines = [
            f"{path}: {line.decode(errors='replace').strip()[:100]}"
            for path, each in losses.items()
            for line in each[:3]
        ]
        super().__init__(
            f"this would lose lines that somebody wrote, so nothing was written:\n{_listed(tuple(lines))}\n"
            "hint: that is a fault of msgen; please report it, and go on with `--conflict ours` or without these files "
            "by `msgen eject PATH`"
        )
        self.losses = losses


class NotConfirmed(MergingError):
    exit_code = 2

    def __init__(self, services: tuple[str, ...], *, are_kept: bool = False) -> None:
        named = " ".join(f"--confirm {name}" for name in services)
        meant = "nothing names them any more" if are_kept else "their files would be removed"
        rest = "their repositories are left as they are" if are_kept else "edited files stay unless `--purge` is given"
        super().__init__(
            f"these services leave the design, and {meant}; nothing was written:\n"
            f"{_listed(services)}\n"
            f"hint: if that is meant, add `{named}`; {rest}"
        )
        self.services = services


class NotSettled(MergingError):
    exit_code = 2

    def __init__(self, path: str, why: str, instead: str) -> None:
        super().__init__(f"`{path}` cannot be settled so: {why}; nothing was written\nhint: {instead}")
        self.path = path


class RepositoriesMissing(MergingError):
    exit_code = 3

    def __init__(self, folders: Mapping[str, str], others: tuple[str, ...]) -> None:
        rest = " ".join(f"--only {name}" for name in others)
        leaving = f", or leave them out with `{rest}`" if others else ""
        super().__init__(
            "these repositories of the system are not there; nothing was written:\n"
            f"{_listed(tuple(f'{name}: {folder}' for name, folder in folders.items()))}\n"
            f"hint: clone them to where they belong{leaving}"
        )
        self.services = tuple(folders)


class BlueprintsMissing(MergingError):
    exit_code = 3

    def __init__(self, root: str) -> None:
        super().__init__(
            f"`{root}` was generated from other blueprints than msgen's own; nothing was written\n"
            "hint: say where they are with `--blueprints DIR` or `MSGEN_BLUEPRINTS`"
        )


class CannotWrite(MergingError):
    exit_code = 3

    def __init__(self, destination: str, error: OSError, *, command: str, interrupted: bool) -> None:
        reason = (error.strerror or str(error)).lower()
        outcome = "some files are written, and the next run writes the rest" if interrupted else "nothing was written"
        elsewhere = command == "new" and not interrupted
        hint = "or choose another destination" if elsewhere else f"then run `msgen {command}` again"
        super().__init__(f"`{destination}` cannot be written: {reason}; {outcome}\nhint: mend that, {hint}")


def _listed(paths: tuple[str, ...]) -> str:
    return "\n".join(f"  {path}" for path in paths)
