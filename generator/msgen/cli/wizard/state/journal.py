"""The answers of a wizard that is not finished, by its destination."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Self

from msgspec import Struct

from msgen.cli.asking.conversation import Answers
from msgen.cli.wizard.state.answers_file import BrokenAnswers, as_data, read_answers
from msgen.cli.wizard.state.private_file import set_aside, state_folder, write_private


class Journal(Struct, frozen=True):
    path: Path
    destination: str

    @classmethod
    def of(cls, destination: Path | None) -> Self:
        """The journal of a destination; where none is given, of the current folder."""
        meant = str((destination or Path()).absolute()) + ("" if destination else "/")
        name = hashlib.sha256(meant.encode()).hexdigest()[:16]
        return cls(state_folder() / "new" / f"{name}.json", meant)

    def read(self) -> tuple[Answers, Path | None]:
        """The answers; and where a journal that cannot be read was put."""
        try:
            return read_answers(self.path), None
        except BrokenAnswers:
            return {}, set_aside(self.path)

    def write(self, answers: Answers) -> None:
        write_private(self.path, as_data(answers, destination=self.destination))

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
