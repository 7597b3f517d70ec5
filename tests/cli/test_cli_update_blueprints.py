"""Blueprints of one's own: their versions in the lock, their code only on request, and what they say they renamed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Msgen, contents
from small_blueprints import SERVICE, Files, blueprint_set

SPEC = "msgen: 1\nname: shop\nservices:\n  orders:\n    api: rest\n"
TINY = "tiny.txt"
OLD: Files = {
    **SERVICE,
    TINY: "one\n",
    "guide/first.md": "# First\n\nRead this.\n",
    "src/{{ service.package }}/reading.py": "LIMIT = 1\n",
    "values.yaml": "image:\n  repository: registry/shop\n  tag: latest\nprobe: /readyz\n",
}
NEW: Files = {
    **SERVICE,
    "small.txt": "two\n",
    "docs/first.md": "# First\n\nRead this first.\n",
    "src/{{ service.package }}/limits.py": "LIMIT = 2\n",
    "values.yaml": "image:\n  repository: registry/shop\nprobe: /healthz\ncontainer:\n  tag: latest\n",
}
MIGRATION = """\
rename("tiny.txt", "little.txt")
rename("guide/", "docs/")
rename("src/{{ service.package }}/reading.py", "src/{{ service.package }}/limits.py")
move_key("values.yaml", "image.tag", "container.tag")
"""
LATER = 'rename("little.txt", "small.txt")\n'


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return blueprint_set(tmp_path / "old", service=OLD)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    folder = blueprint_set(tmp_path / "new", version="1.10", service=NEW)
    scripts = folder / "python-service/migrations"
    scripts.mkdir()
    (scripts / "1.4.py").write_text(MIGRATION)
    (scripts / "1.10.py").write_text(LATER)
    (scripts / "1.0.py").write_text('rename("values.yaml", "never.yaml")\n')
    (scripts / "2.0.py").write_text('rename("values.yaml", "not-yet.yaml")\n')
    return folder


@pytest.fixture
def orders(msgen: Msgen, old: Path, tmp_path: Path) -> Path:
    (tmp_path / "shop.yaml").write_text(SPEC)
    assert msgen("new", "shop", "--spec", "shop.yaml", "--blueprints", old).code == 0
    return tmp_path / "shop/services/orders"


def locked(root: Path) -> dict[str, dict[str, str]]:
    return {each["id"]: each for each in json.loads((root / ".msgen/lock.json").read_bytes())["blueprints"]}


def test_version_and_digest_of_a_blueprint_of_ones_own_are_in_the_lock(msgen: Msgen, orders: Path, new: Path) -> None:
    before = locked(orders)["python-service"]
    assert (before["source"], before["version"]) == ("custom", "1.0")

    assert msgen("update", "shop", "--blueprints", new, "--trust").code == 0

    after = locked(orders)["python-service"]
    assert (after["source"], after["version"]) == ("custom", "1.10")
    assert after["digest"] != before["digest"]


def test_a_system_of_ones_own_blueprints_is_not_updated_from_others_in_silence(msgen: Msgen, orders: Path) -> None:
    before = contents(orders)

    outcome = msgen("update", "shop")

    assert outcome.code == 3
    assert "`--blueprints DIR` or `MSGEN_BLUEPRINTS`" in outcome.stderr
    assert contents(orders) == before


def test_the_variable_names_them_as_the_option_does(
    msgen: Msgen, orders: Path, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSGEN_BLUEPRINTS", str(old))
    assert msgen("update", "shop").stderr.endswith("nothing to do\n")


def test_migrations_are_code_and_run_on_request_only(msgen: Msgen, orders: Path, new: Path) -> None:
    before = contents(orders)

    outcome = msgen("update", "shop", "--blueprints", new)

    assert outcome.code == 4
    assert "  python-service: migrations/1.0.py, migrations/1.4.py, migrations/1.10.py, " in outcome.stderr
    assert "add `--trust`" in outcome.stderr
    assert contents(orders) == before


def test_a_changed_migration_changes_the_digest(msgen: Msgen, orders: Path, new: Path) -> None:
    assert msgen("update", "shop", "--blueprints", new, "--trust").code == 0
    assert msgen("update", "shop", "--blueprints", new, "--trust", "--check").code == 0
    (new / "python-service/migrations/1.4.py").write_text("")
    assert msgen("update", "shop", "--blueprints", new, "--trust", "--check").code == 1


def test_a_file_is_followed_to_its_new_name_however_little_the_two_are_alike(
    msgen: Msgen, orders: Path, new: Path
) -> None:
    (orders / TINY).write_text("one\nmine\n")

    outcome = msgen("update", "shop", "--blueprints", new, "--trust")

    assert outcome.code == 1, outcome.stderr
    assert not (orders / TINY).exists()
    assert (orders / "small.txt").read_text() == (
        "<<<<<<< yours\none\nmine\n|||||||\none\n=======\ntwo\n>>>>>>> blueprint 1.10\n"
    )


def test_a_deleted_file_stays_deleted_under_its_new_name(msgen: Msgen, orders: Path, new: Path) -> None:
    (orders / TINY).unlink()

    assert msgen("update", "shop", "--blueprints", new, "--trust").code == 0
    assert not (orders / "small.txt").exists()


def test_foreign_files_move_along_with_a_renamed_folder(msgen: Msgen, orders: Path, new: Path) -> None:
    (orders / "guide/second.md").write_text("mine")

    assert msgen("update", "shop", "--blueprints", new, "--trust").code == 0

    assert (orders / "docs/second.md").read_text() == "mine"
    assert (orders / "docs/first.md").read_text() == "# First\n\nRead this first.\n"
    assert not (orders / "guide").exists()


def test_imports_of_a_renamed_module_are_renamed(msgen: Msgen, orders: Path, new: Path) -> None:
    use_case = orders / "src/orders/app/use_case.py"
    use_case.write_text("from orders.reading import LIMIT\n\nMINE = LIMIT\n")
    (orders / "src/orders/app/other.py").write_text("import orders.reading\n")

    assert msgen("update", "shop", "--blueprints", new, "--trust").code == 0

    assert use_case.read_text() == "from orders.limits import LIMIT\n\nMINE = LIMIT\n"
    assert (orders / "src/orders/app/other.py").read_text() == "import orders.limits\n"
    assert (orders / "src/orders/limits.py").read_text() == "LIMIT = 2\n"


def test_the_lines_in_which_a_name_changed_are_told(msgen: Msgen, orders: Path, new: Path) -> None:
    (orders / "src/orders/app/use_case.py").write_text("MINE = 1\nfrom orders.reading import LIMIT\n")
    (orders / "src/orders/app/other.py").write_text("import orders.reading\n\nprint(orders.reading.LIMIT)\n")
    command = ("update", "shop", "--blueprints", new, "--trust")
    app = "services/orders/src/orders/app"

    text = msgen(*command, "--dry-run").stdout
    parts = {
        each["service"]: each for each in json.loads(msgen(*command, "--dry-run", "--json").stdout)["repositories"]
    }
    summary = msgen(*command, "--summary", "markdown").stdout

    assert (
        "in these lines of yours a name has changed:\n"
        f"  {app}/other.py:1: import orders.limits\n"
        f"  {app}/other.py:3: print(orders.limits.LIMIT)\n"
        f"  {app}/use_case.py:2: from orders.limits import LIMIT\n"
    ) in text
    assert [(each["path"], each["line"], each["text"]) for each in parts["orders"]["renamed"]] == [
        (f"{app}/other.py", 1, "import orders.limits"),
        (f"{app}/other.py", 3, "print(orders.limits.LIMIT)"),
        (f"{app}/use_case.py", 2, "from orders.limits import LIMIT"),
    ]
    assert (
        f"Lines in which a name has changed:\n\n- `{app}/other.py:1`: `` import orders.limits ``\n"
        f"- `{app}/other.py:3`: `` print(orders.limits.LIMIT) ``\n"
    ) in summary


LIMITS = "# How much at once.\nLIMIT = 1\nBURST = 2\nEVERY = 60\n"
READING = "src/{{ service.package }}/reading.py"


def with_modules(folder: Path, version: str, files: Files) -> Path:
    """Blueprints that say nothing of what their version has renamed."""
    return blueprint_set(folder / version, version=version, service={**SERVICE, **files})


def test_imports_follow_a_module_with_the_same_bytes_without_a_migration(msgen: Msgen, tmp_path: Path) -> None:
    old = with_modules(tmp_path, "1.0", {READING: LIMITS})
    new = with_modules(tmp_path, "2.0", {"src/{{ service.package }}/limits.py": LIMITS})
    (tmp_path / "shop.yaml").write_text(SPEC)
    assert msgen("new", "shop", "--spec", "shop.yaml", "--blueprints", old).code == 0
    other = tmp_path / "shop/services/orders/src/orders/app/other.py"
    other.write_text("from orders.reading import LIMIT\n")

    outcome = msgen("update", "shop", "--blueprints", new)

    assert other.read_text() == "from orders.limits import LIMIT\n"
    assert "other.py:1: from orders.limits import LIMIT\n" in outcome.stderr


def test_imports_that_find_nothing_any_more_are_told_with_what_they_should_be(msgen: Msgen, tmp_path: Path) -> None:
    gone = "src/{{ service.package }}/gone.py"
    old = with_modules(tmp_path, "1.0", {READING: LIMITS, gone: "NOTHING = 0\n"})
    new = with_modules(tmp_path, "2.0", {"src/{{ service.package }}/limits.py": LIMITS.replace("60", "90")})
    (tmp_path / "shop.yaml").write_text(SPEC)
    assert msgen("new", "shop", "--spec", "shop.yaml", "--blueprints", old).code == 0
    app = tmp_path / "shop/services/orders/src/orders/app"
    (app / "other.py").write_text("import json\n\nfrom orders.reading import LIMIT\nfrom orders import gone\n")
    (app / "use_case.py").write_text("def answer() -> int:\n    from ..reading import BURST\n\n    return BURST\n")
    shown = "services/orders/src/orders/app"

    report = json.loads(msgen("update", "shop", "--blueprints", new, "--dry-run", "--json").stdout)
    outcome = msgen("update", "shop", "--blueprints", new)

    assert outcome.code == 0
    assert (
        "these imports of yours find nothing any more:\n"
        f"  {shown}/other.py:3: `orders.reading` is most likely `orders.limits` now: from orders.reading import LIMIT\n"
        f"  {shown}/other.py:4: `orders.gone` is not generated any more: from orders import gone\n"
        f"  {shown}/use_case.py:2: `orders.reading` is most likely `orders.limits` now: from ..reading import BURST\n"
    ) in outcome.stderr
    found = [each for part in report["repositories"] for each in part["dangling"]]
    assert [(each["line"], each["module"], each["now"]) for each in found] == [
        (3, "orders.reading", "orders.limits"),
        (4, "orders.gone", None),
        (2, "orders.reading", "orders.limits"),
    ]
    assert msgen("update", "shop", "--blueprints", new).stderr.endswith("nothing to do\n")


def test_an_edited_module_that_is_followed_to_its_new_name_leaves_no_import_unnoticed(
    msgen: Msgen, tmp_path: Path
) -> None:
    old = with_modules(tmp_path, "1.0", {READING: LIMITS})
    new = with_modules(tmp_path, "2.0", {"src/{{ service.package }}/limits.py": LIMITS.replace("60", "90")})
    (tmp_path / "shop.yaml").write_text(SPEC)
    assert msgen("new", "shop", "--spec", "shop.yaml", "--blueprints", old).code == 0
    package = tmp_path / "shop/services/orders/src/orders"
    (package / "reading.py").write_text(LIMITS.replace("How much", "How much of it"))
    (package / "app/other.py").write_text("import orders.reading\n")

    summary = msgen("update", "shop", "--blueprints", new, "--summary", "markdown").stdout

    assert (package / "limits.py").read_text().startswith("# How much of it")
    assert (
        "Imports that find nothing any more:\n\n"
        "- `services/orders/src/orders/app/other.py:1`: `orders.reading` is most likely `orders.limits` now\n"
    ) in summary


def test_an_edited_value_goes_where_its_key_belongs_now(msgen: Msgen, orders: Path, new: Path) -> None:
    values = orders / "values.yaml"
    values.write_text(values.read_text().replace("tag: latest", "tag: v7  # ours"))

    outcome = msgen("update", "shop", "--blueprints", new, "--trust")

    assert outcome.code == 0, outcome.stderr
    assert values.read_text() == (
        "image:\n  repository: registry/shop\nprobe: /healthz\ncontainer:\n  tag: v7  # ours\n"
    )


def test_an_untouched_system_is_the_one_that_would_be_generated(
    msgen: Msgen, orders: Path, new: Path, tmp_path: Path
) -> None:
    assert msgen("update", "shop", "--blueprints", new, "--trust").code == 0
    assert msgen("new", "fresh", "--spec", "shop.yaml", "--blueprints", new, "--trust").code == 0

    found, fresh = (contents(tmp_path / each) for each in ("shop", "fresh"))
    assert {path: each for path, each in found.items() if not path.startswith(".msgen/undo")} == fresh


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("1.4.py", "rename(1)\n", "`migrations/1.4.py`: "),
        ("1.4.py", 'rename("a/", "b")\n', "`a/` and `b`: only one of them is a folder"),
        ("1.4.py", 'move_key("setup.cfg", "a", "b")\n', "`setup.cfg` is no YAML file"),
        ("first.py", "", "is not called after a version"),
    ],
)
def test_a_migration_that_says_nonsense_writes_nothing(
    msgen: Msgen, orders: Path, new: Path, name: str, text: str, said: str
) -> None:
    (new / "python-service/migrations" / name).write_text(text)
    before = contents(orders)

    outcome = msgen("update", "shop", "--blueprints", new, "--trust")

    assert (outcome.code, said in outcome.stderr) == (2, True), outcome.stderr
    assert contents(orders) == before


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("_tasks: [touch x]\n", "_tasks"),
        ("_migrations: [{version: v1, before: [touch x]}]\n", "_migrations"),
        ("_jinja_extensions: [os.path]\n", "_jinja_extensions: os.path"),
    ],
)
def test_other_code_of_blueprints_is_refused_by_an_update_as_well(
    msgen: Msgen, orders: Path, old: Path, setting: str, said: str
) -> None:
    with (old / "python-service/copier.yml").open("a") as manifest:
        manifest.write(setting)
    before = contents(orders)

    outcome = msgen("update", "shop", "--blueprints", old)

    assert (outcome.code, f"python-service: {said}" in outcome.stderr) == (4, True), outcome.stderr
    assert contents(orders) == before
