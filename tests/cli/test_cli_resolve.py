"""`msgen resolve`: what an update left to people is settled, and waits no more."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from command_line import Msgen, contents, run
from kept import REGION, append, in_conflict, let_wait, pending

from msgen.cli.keeping import asking

ORDERS = "services/orders"


@pytest.mark.parametrize(("option", "left"), [("--ours", "mine\n"), ("--theirs", "new\n"), ("--union", "mine\nnew\n")])
def test_a_conflict_becomes_one_side_or_both(msgen: Msgen, own_shop: Path, option: str, left: str) -> None:
    rest = (own_shop / ORDERS / "Makefile").read_text()
    file = in_conflict(own_shop / ORDERS, "Makefile")
    append(file, REGION + "# end\n")

    outcome = msgen("resolve", "Makefile", option, cwd=own_shop / ORDERS)

    assert (outcome.code, outcome.stdout) == (0, "")
    assert outcome.stderr.startswith("Makefile: ")
    assert file.read_text() == f"{left}{rest}{left}# end\n"
    assert pending(own_shop / ORDERS) == []


def test_a_conflict_of_a_real_update_is_settled(msgen: Msgen, own_shop: Path) -> None:
    readme, spec = own_shop / "README.md", own_shop / "msgen.yaml"
    line = next(line for line in readme.read_text().splitlines() if line.startswith("| [payments]"))
    readme.write_text(readme.read_text().replace(line, "| payments | mine | gRPC |"))
    spec.write_text(spec.read_text().replace("    api: grpc\n", "    api: grpc\n    description: Takes money.\n"))
    assert msgen("update", "shop").code == 1

    outcome = msgen("resolve", "shop/README.md", "--ours")

    assert outcome.code == 0, outcome.stderr
    assert "| payments | mine | gRPC |\n" in readme.read_text()
    assert "<<<<<<<" not in readme.read_text()
    assert msgen("update", "shop").code == 0
    assert msgen("undo", "shop").code == 0
    assert "<<<<<<< yours\n" in readme.read_text()
    assert msgen("update", "shop", "--check").code == 1


def test_the_new_version_beside_a_file_is_removed_or_takes_its_place(msgen: Msgen, own_shop: Path) -> None:
    for name in ("Makefile", "README.md"):
        (own_shop / f"{name}.msgen-new").write_bytes(b"new\0")
        (own_shop / f"{name}.msgen-new").chmod(0o755)
        let_wait(own_shop, name, "side file")
    mine = (own_shop / "Makefile").read_bytes()

    ours = msgen("resolve", "Makefile.msgen-new", "--ours", cwd=own_shop)
    theirs = msgen("resolve", "README.md", "--theirs", cwd=own_shop)

    assert (ours.code, theirs.code) == (0, 0)
    assert (own_shop / "Makefile").read_bytes() == mine
    assert (own_shop / "README.md").read_bytes() == b"new\0"
    assert (own_shop / "README.md").stat().st_mode & 0o777 == 0o755
    assert list(own_shop.glob("*.msgen-new")) == []
    assert pending(own_shop) == []


def test_who_takes_what_was_rejected_gets_the_whole_generated_file(msgen: Msgen, own_shop: Path) -> None:
    generated = (own_shop / "Makefile").read_text()
    for name in ("Makefile", "README.md"):
        (own_shop / name).write_text("mine\n")
        (own_shop / f"{name}.rej").write_text("--- a\n")
        let_wait(own_shop, name, "side file")

    theirs = msgen("resolve", "Makefile", "--theirs", cwd=own_shop)
    ours = msgen("resolve", "README.md", "--ours", cwd=own_shop)

    assert (ours.code, theirs.code) == (0, 0)
    assert "the whole generated file replaces it, and your edits with it" in theirs.stderr
    assert (own_shop / "Makefile").read_text() == generated
    assert (own_shop / "README.md").read_text() == "mine\n"
    assert list(own_shop.glob("*.rej")) == []


def test_an_orphan_becomes_ones_own_or_goes(msgen: Msgen, own_shop: Path) -> None:
    gone = own_shop / "services/gone"
    (gone / "src").mkdir(parents=True)
    for name in ("src/a.py", "b.py"):
        (gone / name).write_text("mine\n")
        let_wait(own_shop, f"services/gone/{name}", "orphan")

    kept = msgen("resolve", "services/gone/b.py", "--ours", cwd=own_shop)
    deleted = msgen("resolve", "src", "--theirs", cwd=gone)

    assert (kept.code, deleted.code) == (0, 0), deleted.stderr
    assert sorted(path.name for path in gone.rglob("*")) == ["b.py"]
    assert pending(own_shop) == []
    assert msgen("status", "services/gone", "--json", "--all", cwd=own_shop).stdout.count('"foreign"') == 2


def test_a_folder_settles_all_below_it_and_what_else_waits_is_told(msgen: Msgen, own_shop: Path) -> None:
    in_conflict(own_shop / ORDERS, "Makefile")
    in_conflict(own_shop / "services/payments", "Makefile")
    in_conflict(own_shop, "README.md")

    outcome = msgen("resolve", "services", "--theirs", cwd=own_shop)

    assert outcome.code == 0
    assert outcome.stderr == (
        f"{ORDERS}/Makefile: the new lines replace yours\n"
        "services/payments/Makefile: the new lines replace yours\n"
        "still waiting for you:\n"
        "  README.md\n"
        "`msgen undo` takes it back\n"
    )
    assert pending(own_shop) == [("README.md", "conflict")]
    assert pending(own_shop / ORDERS) == []


def test_what_somebody_settled_in_an_editor_is_taken_off_the_list(msgen: Msgen, own_shop: Path) -> None:
    file = in_conflict(own_shop, "Makefile")
    file.write_text("all mine\n")

    outcome = msgen("resolve", "Makefile", "--theirs", cwd=own_shop)

    assert outcome.code == 0
    assert outcome.stderr.startswith("Makefile: it was settled already\n")
    assert (file.read_text(), pending(own_shop)) == ("all mine\n", [])


def test_half_a_region_is_left_to_its_editor(msgen: Msgen, own_shop: Path) -> None:
    file = in_conflict(own_shop, "Makefile")
    file.write_text(file.read_text().replace("=======\n", ""))
    before = contents(own_shop)

    outcome = msgen("resolve", "Makefile", "--ours", cwd=own_shop)

    assert outcome.code == 2
    assert "a part of its markers; nothing was written\nhint: finish it in an editor\n" in outcome.stderr
    assert contents(own_shop) == before


def test_text_that_merely_looks_like_markers_is_left(msgen: Msgen, own_shop: Path) -> None:
    other = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n"
    file = in_conflict(own_shop, "Makefile", other + REGION)

    assert msgen("resolve", "Makefile", "--ours", cwd=own_shop).code == 0

    assert file.read_text().startswith(f"{other}mine\n")


def test_a_union_is_for_texts_only_and_nothing_is_settled_half(msgen: Msgen, own_shop: Path) -> None:
    in_conflict(own_shop, "Makefile")
    (own_shop / "README.md.msgen-new").write_text("new\n")
    let_wait(own_shop, "README.md", "side file")
    before = contents(own_shop)

    outcome = msgen("resolve", ".", "--union", cwd=own_shop)

    assert outcome.code == 2
    assert "`README.md` cannot be settled so: " in outcome.stderr
    assert contents(own_shop) == before


def test_without_a_terminal_somebody_has_to_say_how(msgen: Msgen, own_shop: Path) -> None:
    in_conflict(own_shop, "Makefile")
    before = contents(own_shop)

    unsaid = msgen("resolve", "Makefile", cwd=own_shop)
    both = msgen("resolve", "Makefile", "--ours", "--theirs", cwd=own_shop)

    assert (unsaid.code, both.code) == (2, 2)
    assert "hint: add one of `--ours`, `--theirs`, `--union`\n" in unsaid.stderr
    assert "`--ours` and `--theirs` exclude each other" in both.stderr
    assert contents(own_shop) == before


def test_at_a_terminal_each_path_is_asked_for(msgen: Msgen, own_shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_conflict(own_shop, "Makefile")
    in_conflict(own_shop, "README.md")
    (own_shop / "left.py").write_text("mine\n")
    let_wait(own_shop, "left.py", "orphan")
    monkeypatch.setattr(asking, "sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))

    outcome = msgen("resolve", ".", cwd=own_shop, stdin=b"union\nhuh\nskip\ntheirs\n")

    assert outcome.code == 0, outcome.stderr
    assert "Makefile: conflict, 1 place\n" in outcome.stderr
    assert (own_shop / "Makefile").read_text().startswith("mine\nnew\n")
    assert pending(own_shop) == [("README.md", "conflict")]
    assert not (own_shop / "left.py").exists()


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("Makefile", 2, "error: nothing waits for you in `Makefile`\nhint: "),
        ("no/such", 2, "error: nothing waits for you in `no/such`\nhint: "),
        ("READM.md", 2, "hint: did you mean `README.md`\n"),
        ("../elsewhere", 3, "`../elsewhere` is no generated system"),
    ],
)
def test_a_path_where_nothing_waits_is_told(msgen: Msgen, own_shop: Path, path: str, code: int, said: str) -> None:
    in_conflict(own_shop, "README.md")
    before = contents(own_shop)

    outcome = msgen("resolve", path, "--ours", cwd=own_shop)

    assert outcome.code == code
    assert said in outcome.stderr
    assert contents(own_shop) == before


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_sees_a_changed_file_in_place_of_a_conflict(msgen: Msgen, own_shop: Path) -> None:
    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.invalid")
        return subprocess.run(
            ["git", *identity, *arguments], cwd=own_shop, check=True, capture_output=True, text=True
        ).stdout

    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "generated")
    readme, spec = own_shop / "README.md", own_shop / "msgen.yaml"
    readme.write_text(readme.read_text().replace("| gRPC |", "| mine |"))
    spec.write_text(spec.read_text().replace("    api: grpc\n", "    api: grpc\n    description: Takes money.\n"))
    assert msgen("update", "shop").code == 1
    assert git("status", "--short", "README.md") == "UU README.md\n"

    assert msgen("resolve", "shop/README.md", "--ours").code == 0

    assert git("status", "--short", "README.md") == " M README.md\n"
    assert msgen("undo", "shop").code == 0
    assert git("status", "--short", "README.md") == "UU README.md\n"


def test_a_file_that_is_saved_meanwhile_is_left_as_it_is(own_shop: Path) -> None:
    """An editor saves between the look and the write."""
    in_conflict(own_shop, "Makefile")
    meddling = (
        "import sys\n"
        "from pathlib import Path\n"
        "from msgen.merging import apply as module\n"
        "write = module.write\n"
        "def meddled(*given, **options):\n"
        "    Path('Makefile').write_text('saved meanwhile')\n"
        "    return write(*given, **options)\n"
        "module.write = meddled\n"
        "sys.argv = ['msgen', 'resolve', 'Makefile', '--ours']\n"
        "from msgen.cli.app import main\n"
        "main()\n"
    )
    import sys

    outcome = run("-c", meddling, cwd=own_shop, command=(sys.executable,))

    assert outcome.code == 5, outcome.stderr
    assert (own_shop / "Makefile").read_text() == "saved meanwhile"
    assert pending(own_shop) == [("Makefile", "conflict")]
