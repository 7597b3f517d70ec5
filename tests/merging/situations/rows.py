"""The 49 situations: what people do, what the update brings, and what is required of it.

Most rows state one law: to edit and then update gives what to update and then edit would have given, byte for byte.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from situations import edits
from situations.claims import BY_HAND, Claim, Entry, anything, anywhere, executable, gone, moved, there
from situations.edits import Edit, append, convert, delete, link, nothing, rename, replace, together, write
from situations.project import DESCRIPTION, OTHER_DESCRIPTION, template

Update = Literal["blueprint", "answer", "blueprint and answer", "nothing"]
Kind = Literal["conflict", "side file", "orphan"]


_BY_HAND = anywhere(BY_HAND)
_NEW_APP = anywhere(b"TIMEOUT = 30", b"and welcome")


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    name: str
    edit: Edit
    """What people do to the project of version 1."""
    mine: Claim = _BY_HAND
    """Holds after the edit, and must hold after the update: else the edit is lost."""
    brings: Claim = _NEW_APP
    """What the update must bring: else the template's change is dropped."""
    required: Edit | None = None
    """Done to a freshly generated new version, it gives the tree that is required, where every region is settled for
    `yours`. None: the same edit."""
    blueprints_side: Edit = nothing
    """The same, where every region is settled for `blueprint 2.0`."""
    regions: Mapping[str, int] = field(default_factory=dict)
    """The files with conflicts, and how many each has."""
    waiting: Mapping[str, Kind] = field(default_factory=dict)
    """What else waits for a person."""
    reported: tuple[str, ...] = ()
    """Paths that the update names without their waiting for anybody."""
    alike: Mapping[str, Callable[[bytes], object]] = field(default_factory=dict)
    """By path: what has to be equal, where the bytes may differ."""
    committed: bool = True
    """People commit before the update."""
    is_ignored: bool = False
    """The edit is in a file that `.gitignore` names, so that no commit has it."""
    update: Update = "blueprint"

    @property
    def required_edit(self) -> Edit:
        return self.edit if self.required is None else self.required

    @property
    def pending(self) -> Mapping[str, Kind]:
        conflicts: dict[str, Kind] = dict.fromkeys(self.regions, "conflict")
        return conflicts | dict(self.waiting)

    @property
    def exit_code(self) -> int:
        return 1 if self.pending else 0


_OLD_LIMIT, _NEW_LIMIT = "LIMIT = 100", "LIMIT = 200  # by hand"
_ADDED = b'"""Vouchers, by hand."""\n\n\ndef accept(voucher):\n    return voucher\n'
_OWN_LOGO = b"\x89IMG\r\n\x1a\n\0\0by hand\0"

_edit_far_from_all = replace("app.py", _OLD_LIMIT, _NEW_LIMIT)
_edit_same_line = replace("app.py", "TIMEOUT = 5", "TIMEOUT = 7  # by hand")
_same_line_over_new = replace("app.py", "TIMEOUT = 30", "TIMEOUT = 7  # by hand")
_edit_adjacent_line = replace("app.py", "RETRIES = 2", "RETRIES = 4  # by hand")
_add_function = replace("app.py", "def format_price", "def tax(amount):  # by hand\n    return 0\n\n\ndef format_price")
_edit_discount = replace("app.py", "amount * percent / 100", "amount * percent // 100  # by hand")
_edit_legacy = replace("legacy.py", "    orders = []", "    orders = []  # by hand")
_edit_feature = replace("feature.py", "'blue')", "'blue', 'by hand')")
_MARKERS = "<<<<<<< HEAD\nby hand\n=======\nby machine\n>>>>>>> main\n"


def _original(path: str) -> Edit:
    return write(path, template("v1", path))


def _statements(content: bytes) -> list[tuple[str, str]]:
    """Each simple statement: what it says and, if the template did not change it, how it is written."""
    known = {ast.dump(statement) for statement in _simple_statements(template("v1", "app.py"))}
    text = content.decode()
    found = ((ast.dump(statement), statement) for statement in _simple_statements(content))
    return [(said, (ast.get_source_segment(text, each) or "") if said in known else "") for said, each in found]


def _simple_statements(content: bytes) -> list[ast.stmt]:
    return [node for node in ast.walk(ast.parse(content)) if isinstance(node, ast.stmt) and not hasattr(node, "body")]


def _whitespace_of_old_lines(content: bytes) -> list[bytes]:
    old = template("v1", "app.py").splitlines()
    return [line if line.rstrip() in old else line.rstrip() for line in content.split(b"\n")]


ROWS = (
    Row(1, "no edits", nothing, anything),
    Row(
        2,
        "same line",
        _edit_same_line,
        required=_same_line_over_new,
        regions={"app.py": 1},
    ),
    Row(
        3,
        "adjacent line",
        _edit_adjacent_line,
        required=together(replace("app.py", "TIMEOUT = 30", "TIMEOUT = 5"), _edit_adjacent_line),
        regions={"app.py": 1},
    ),
    Row(4, "two lines away", _edit_far_from_all),
    Row(5, "function added in the middle", _add_function),
    Row(
        6,
        "both append at end of file",
        append("notes.txt", "- the shop has a cat, by hand\n"),
        brings=anywhere(b"the shop has moved"),
        required=replace("notes.txt", "- the shop has moved\n", "- the shop has a cat, by hand\n"),
        regions={"notes.txt": 1},
    ),
    Row(
        7,
        "user deletes a function, template edits it",
        convert("app.py", edits.without("greet")),
        mine=anything,
        regions={"app.py": 1},
    ),
    Row(
        8,
        "user reorders blocks",
        convert("app.py", edits.swapped("format_price", "discount")),
        mine=lambda found: found["app.py"].content.find(b"def discount") < found["app.py"].content.find(b"def format_"),
    ),
    Row(
        9,
        "several hunks",
        together(
            _edit_same_line,
            replace("app.py", "words = [greeting, name]", "words = [name, greeting]  # by hand, too"),
            _edit_discount,
        ),
        mine=anywhere(b"TIMEOUT = 7  # by hand", b"by hand, too", b"// 100  # by hand"),
        brings=anywhere(b"TIMEOUT = 30", b"and welcome", b"settings['currency']"),
        required=together(
            _same_line_over_new,
            replace("app.py", "[greeting, name, 'and welcome']", "[name, greeting]  # by hand, too"),
            _edit_discount,
        ),
        blueprints_side=_edit_discount,
        regions={"app.py": 2},
    ),
    Row(
        10,
        "same change as the template",
        replace("app.py", "TIMEOUT = 5", "TIMEOUT = 30"),
        mine=anywhere(b"TIMEOUT = 30"),
        required=nothing,
    ),
    Row(11, "user deletes an unchanged file", delete("Makefile"), gone("Makefile")),
    Row(
        12,
        "user deletes a file, template edits it",
        delete("model.py"),
        gone("model.py"),
        reported=("model.py",),
    ),
    Row(13, "user renames a file", rename("Makefile", "GNUmakefile"), moved("Makefile", "GNUmakefile")),
    Row(
        14,
        "user renames a file, template edits it",
        rename("model.py", "domain.py"),
        moved("model.py", "domain.py"),
        brings=anywhere(b'currency: str = "EUR"'),
    ),
    Row(
        15,
        "template deletes a file the user edited",
        _edit_legacy,
        required=together(_original("legacy.py"), _edit_legacy),
        waiting={"legacy.py": "orphan"},
    ),
    Row(
        16,
        "template renames a file the user edited",
        replace("monthly.py", "a month each", "a month each, by hand"),
        brings=moved("monthly.py", "reports.py"),
        required=replace("reports.py", "a month each", "a month each, by hand"),
    ),
    Row(
        17,
        "user's file in a directory the template deletes",
        write("old/mine.txt", b"by hand\n"),
        there("old/mine.txt", Entry("file", b"by hand\n")),
        brings=gone("old/helper.txt"),
    ),
    Row(
        18,
        "file made conditional (no longer rendered), edited",
        _edit_feature,
        required=together(_original("feature.py"), _edit_feature),
        waiting={"feature.py": "orphan"},
    ),
    Row(
        19,
        "user reformats the whole file",
        convert("app.py", edits.reformatted),
        mine=anywhere(b"    return format_price(\n        rounded,\n        currency,\n    )\n"),
        alike={"app.py": _statements},
    ),
    Row(
        20,
        "binary changed by both",
        write("logo.bin", _OWN_LOGO),
        brings=anywhere(template("v2", "logo.bin")),
        required=together(write("logo.bin", _OWN_LOGO), write("logo.bin.msgen-new", template("v2", "logo.bin"))),
        waiting={"logo.bin": "side file"},
    ),
    Row(21, "user sets the exec bit", edits.make_executable("app.py"), executable("app.py")),
    Row(
        22,
        "template sets the exec bit, user edits",
        replace("run.sh", "# Starts the shop.", "# Starts the shop, by hand."),
        brings=executable("run.sh"),
    ),
    Row(
        23,
        "file turned into a symlink by the user",
        link("model.py", "app.py"),
        there("model.py", Entry("link", b"app.py")),
        reported=("model.py",),
    ),
    Row(
        24,
        "symlink turned into a file by the user",
        write("current", b"by hand\n"),
        there("current", Entry("file", b"by hand\n")),
        required=together(write("current", b"by hand\n"), link("current.msgen-new", "app.py")),
        waiting={"current": "side file"},
    ),
    Row(
        25,
        "symlink retargeted by both",
        link("current", "README.md"),
        there("current", Entry("link", b"README.md")),
        required=together(link("current", "README.md"), link("current.msgen-new", "app.py")),
        waiting={"current": "side file"},
    ),
    Row(
        26,
        "git-ignored generated file edited (`local.env`)",
        replace("local.env", "PORT=8000", "PORT=9000  # by hand"),
        brings=anywhere(b"LOG=json"),
        is_ignored=True,
    ),
    Row(27, "user's own ignored file", write("cache.local", b"by hand\n"), is_ignored=True),
    Row(28, "dirty tree, same file", _edit_far_from_all, committed=False),
    Row(29, "dirty tree, other file", append("Makefile", "# by hand\n"), committed=False),
    Row(30, "untracked user file present", write("plans/mine.txt", b"by hand\n"), committed=False),
    Row(
        31,
        "same path added by both",
        write("added.py", _ADDED),
        brings=anywhere(b"def redeem"),
        regions={"added.py": 1},
    ),
    Row(
        32,
        "same path added by both, equal",
        write("added.py", template("v2", "added.py")),
        there("added.py", Entry("file", template("v2", "added.py"))),
        required=nothing,
    ),
    Row(
        33,
        "template adds a path the user has as an ignored file",
        write("settings.local", b"by hand = yes\n"),
        brings=anywhere(b"colour = blue"),
        regions={"settings.local": 1},
        is_ignored=True,
    ),
    Row(34, "user converts to CRLF", convert("app.py", edits.crlf), anywhere(b"RETRIES = 2\r\n")),
    Row(
        35,
        "trailing whitespace",
        convert("app.py", edits.trailing_whitespace),
        anywhere(b"RETRIES = 2  \n"),
        alike={"app.py": _whitespace_of_old_lines},
    ),
    Row(
        36,
        "latin-1 bytes",
        convert("app.py", lambda content: content.replace(b"LIMIT = 100", b"LIMIT = 100  # by hand: caf\xe9")),
        anywhere(b"by hand: caf\xe9\n"),
    ),
    Row(
        37,
        "text that looks like conflict markers",
        replace("README.md", "## Change it\n", f"## Change it\n\n{_MARKERS}"),
        anywhere(_MARKERS.encode()),
        brings=anywhere(b"see LICENSE"),
    ),
    Row(
        38,
        "no newline at end of file",
        convert("app.py", edits.no_final_newline),
        lambda found: found["app.py"].content.endswith(b"return 0"),
    ),
    Row(
        39,
        "odd file name",
        replace("docs/Grüße & mehr (1).txt", "Grüße an alle", "Grüße an alle, by hand"),
        brings=anywhere(b"Bis sehr bald"),
    ),
    Row(40, "nested repository", edits.nested_repository("vendor/nested")),
    Row(
        41,
        "submodule",
        edits.submodule("vendor/module"),
        required=write("vendor/module/library.py", edits.LIBRARY),
    ),
    Row(42, "answers file edited by hand", replace(".copier-answers.yml", DESCRIPTION, "We sell by hand")),
    Row(43, "answers file deleted", delete(".copier-answers.yml"), gone(".copier-answers.yml")),
    Row(44, "answers file is garbage", write(".copier-answers.yml", b"{by hand: [\n")),
    Row(
        45,
        "answer and version changed",
        _edit_far_from_all,
        brings=anywhere(b"TIMEOUT = 30", OTHER_DESCRIPTION.encode()),
        update="blueprint and answer",
    ),
    Row(
        46,
        "answer only changed",
        _edit_far_from_all,
        brings=anywhere(OTHER_DESCRIPTION.encode()),
        update="answer",
    ),
    Row(47, "project not in git", _edit_far_from_all),
    Row(
        48,
        "sub-directory of a monorepo, same line",
        _edit_same_line,
        required=_same_line_over_new,
        regions={"app.py": 1},
    ),
    Row(49, "nothing changed", nothing, anything, brings=anything, update="nothing"),
)
