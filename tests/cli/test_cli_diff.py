"""`msgen diff`: edits as a patch that git reads, and what an update would bring."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from command_line import MSGEN, Msgen, contents, times
from kept import append

ORDERS = "services/orders"


def test_without_edits_there_is_nothing_to_show(msgen: Msgen, own_shop: Path) -> None:
    outcome = msgen("diff", "shop", "--exit-code")

    assert (outcome.code, outcome.stdout, outcome.stderr) == (0, "", "")


def test_an_edit_is_shown_as_git_would_show_it(msgen: Msgen, own_shop: Path) -> None:
    rejected = own_shop / ORDERS / ".dockerignore"
    before = rejected.read_text()
    rejected.write_text(f"first\n{before}")

    outcome = msgen("diff", "shop")

    shown = "".join(f" {line}\n" for line in before.splitlines()[:3])
    assert outcome.code == 0
    assert outcome.stdout == (
        f"diff --git a/{ORDERS}/.dockerignore b/{ORDERS}/.dockerignore\n"
        f"--- a/{ORDERS}/.dockerignore\n"
        f"+++ b/{ORDERS}/.dockerignore\n"
        f"@@ -1,{shown.count(chr(10))} +1,{shown.count(chr(10)) + 1} @@\n"
        f"+first\n{shown}"
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_can_take_the_edits_back_with_it(msgen: Msgen, own_shop: Path, generated_shop: Path) -> None:
    orders = own_shop / ORDERS
    append(orders / "Makefile", "no line ending")
    (orders / "README.md").chmod(0o755)
    (orders / "requirements.txt").unlink()
    (orders / "pyproject.toml").unlink()
    (orders / "pyproject.toml").symlink_to("Makefile")
    (orders / "alembic.ini").rename(orders / "database.ini")
    append(orders / "database.ini", "; mine\n")
    outcome = msgen("diff", "shop")
    assert outcome.code == 0

    back = subprocess.run(
        ["git", "apply", "-R", "-"], cwd=own_shop, input=outcome.stdout, capture_output=True, text=True
    )

    assert back.returncode == 0, back.stderr
    assert contents(own_shop) == contents(generated_shop)


def test_what_is_no_text_is_named(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / "Makefile").write_bytes(b"\0binary")

    outcome = msgen("diff", cwd=own_shop)

    assert outcome.stdout == "diff --git a/Makefile b/Makefile\nBinary files a/Makefile and b/Makefile differ\n"


def test_bytes_of_another_encoding_come_out_as_they_are(own_shop: Path) -> None:
    with (own_shop / "Makefile").open("ab") as file:
        file.write("# grün\n".encode("latin-1"))

    done = subprocess.run([MSGEN, "diff", "Makefile"], cwd=own_shop, capture_output=True)

    assert b"\n+# gr\xfcn\n" in done.stdout


def test_only_what_is_named_is_compared(msgen: Msgen, own_shop: Path) -> None:
    for name in ("orders", "payments"):
        append(own_shop / "services" / name / "Makefile", "# mine\n")
        append(own_shop / "services" / name / "README.md", "mine\n")

    def shown(*paths: str, cwd: Path) -> list[str]:
        lines = msgen("diff", *paths, cwd=cwd).stdout.splitlines()
        return [line.rpartition(" b/")[2] for line in lines if line.startswith("diff ")]

    assert shown("services/orders", cwd=own_shop) == [f"{ORDERS}/Makefile", f"{ORDERS}/README.md"]
    assert shown(cwd=own_shop / ORDERS) == [f"{ORDERS}/Makefile", f"{ORDERS}/README.md"]
    assert shown("Makefile", "../payments/README.md", cwd=own_shop / ORDERS) == [
        f"{ORDERS}/Makefile",
        "services/payments/README.md",
    ]


def test_a_difference_can_be_an_exit_code(msgen: Msgen, own_shop: Path) -> None:
    append(own_shop / "Makefile", "# mine\n")

    assert msgen("diff", "shop").code == 0
    assert msgen("diff", "shop", "--exit-code").code == 1
    assert msgen("diff", "shop/services", "--exit-code").code == 0


def test_upstream_shows_what_an_update_would_bring_and_not_what_people_did(msgen: Msgen, own_shop: Path) -> None:
    spec = own_shop / "msgen.yaml"
    spec.write_text(spec.read_text().replace("    api: grpc\n", "    api: grpc\n    description: Takes money.\n"))
    append(own_shop / "README.md", "mine\n")
    before = contents(own_shop), times(own_shop)

    outcome = msgen("diff", "--upstream", "README.md", cwd=own_shop)

    lines = outcome.stdout.splitlines()
    assert outcome.code == 0, outcome.stderr
    assert [line for line in lines if line.startswith("+")] == [
        "+++ b/README.md",
        "+| [payments](services/payments) | Takes money. | gRPC |",
    ]
    assert "mine" not in outcome.stdout
    assert (contents(own_shop), times(own_shop)) == before


def test_what_moves_with_its_whole_folder_is_not_shown_file_by_file(msgen: Msgen, own_shop: Path) -> None:
    append(own_shop / "msgen.yaml", "platform:\n  layout: multi-repo\n")

    outcome = msgen("diff", "--upstream", "shop")

    assert (outcome.code, outcome.stdout) == (2, "")
    assert "the layout is about to change" in outcome.stderr


def test_upstream_needs_no_record_but_that_of_the_repository_in_question(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / "services/payments/.msgen/lock.json").write_text("garbage")

    assert msgen("diff", "shop/services/orders", "--upstream").code == 0
    assert msgen("diff", "shop/services/payments", "--upstream").code == 3


def test_upstream_of_a_current_system_is_empty(msgen: Msgen, own_shop: Path) -> None:
    outcome = msgen("diff", "--upstream", "--exit-code", cwd=own_shop / ORDERS)

    assert (outcome.code, outcome.stdout) == (0, "")


def test_of_an_ejected_file_there_is_nothing_to_compare_with(msgen: Msgen, own_shop: Path) -> None:
    assert msgen("eject", "shop/README.md").code == 0
    append(own_shop / "README.md", "mine\n")

    assert msgen("diff", "shop").stdout == ""
    outcome = msgen("diff", "shop/README.md")
    assert (outcome.code, outcome.stdout) == (0, "")
    assert outcome.stderr == "of `shop/README.md` msgen keeps nothing to compare it with\n"


def test_a_path_that_msgen_did_not_generate_is_wrong_usage(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / "notes.txt").write_text("mine\n")

    outcome = msgen("diff", "notes.txt", cwd=own_shop)

    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("error: msgen did not generate `notes.txt`")


def test_a_broken_pack_names_the_way_out(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / ORDERS / ".msgen/base.tar.gz").write_bytes(b"garbage")

    outcome = msgen("diff", cwd=own_shop)

    assert (outcome.code, outcome.stdout) == (3, "")
    assert f"`msgen adopt {ORDERS}`" in outcome.stderr


def test_looking_writes_nothing(msgen: Msgen, own_shop: Path) -> None:
    append(own_shop / "Makefile", "# mine\n")
    before = contents(own_shop), times(own_shop)

    msgen("diff", "shop")

    assert (contents(own_shop), times(own_shop)) == before


def test_differences_can_be_told_in_figures_and_as_names(msgen: Msgen, own_shop: Path) -> None:
    append(own_shop / "README.md", "mine\n")
    removed = len((own_shop / ORDERS / "Makefile").read_text("utf-8").splitlines())
    (own_shop / ORDERS / "Makefile").unlink()

    assert msgen("diff", "--name-only", cwd=own_shop).stdout == f"README.md\n{ORDERS}/Makefile\n"
    first, second, total = msgen("diff", "--stat", cwd=own_shop).stdout.splitlines()
    assert first == f"{'README.md':<{len(ORDERS) + 9}} | {1:>{len(str(removed))}} +"
    assert second.startswith(f"{ORDERS}/Makefile | {removed} -")
    assert total == f"2 files differ, 1 lines more, {removed} less"
    assert msgen("diff", "--stat", "--name-only", cwd=own_shop).code == 2
    assert msgen("diff", "--stat", "--exit-code", cwd=own_shop).code == 1
