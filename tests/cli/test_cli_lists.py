"""`msgen rules` and `msgen blueprints`: what there is, and how to begin another one."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from command_line import Msgen, Outcome

from msgen.contracts.allocation import allocate
from msgen.contracts.numbers import Numbers
from msgen.lint import pages
from msgen.lint.registry import all_rules
from msgen.lint.runner import Surroundings, check
from msgen.plan.model import Job, RenderPlan
from msgen.plan.planner import build
from msgen.rendering.blueprint import available
from msgen.rendering.render import render
from msgen.spec import parse, read_text
from msgen.topology import resolve


def test_every_rule_has_its_line_below_its_family(msgen: Msgen) -> None:
    outcome = msgen("rules")

    assert (outcome.code, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert "RES: deadlines, tries, and what stands between a caller and a callee that fails" in lines
    assert "  RES03  error    choice     Deadlines do not nest" in lines
    assert [line.split()[0] for line in lines if line.startswith("  ")] == [rule.id for rule in all_rules()]
    assert lines[-1].startswith(f"{len(all_rules())} rules: ")


def test_rules_of_the_house_are_listed_with_those_of_msgen(msgen: Msgen, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    rule = "{id: ACME01, title: Patient call, select: calls.*, assert: timeout <= '2s', hint: give it less}"
    (tmp_path / "rules" / "acme.yaml").write_text(f"rules: [{rule}]\n")

    listed = json.loads(msgen("rules", "--json").stdout)

    assert listed["families"][-1]["about"] == "rules of the house"
    assert [(each["id"], each["origin"]) for each in listed["families"][-1]["rules"]] == [("ACME01", "house")]
    assert msgen("rules").stdout.splitlines()[-3].split() == ["ACME01", "warning", "none", "Patient", "call"]


@pytest.fixture
def begun_rule(msgen: Msgen, tmp_path: Path) -> ModuleType:
    assert msgen("rules", "new", "ACME01", "Nameless service", "acme").code == 0
    spec = importlib.util.spec_from_file_location("nameless_service", tmp_path / "acme" / "nameless_service.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_new_rule_finds_what_its_page_says_and_nothing_else_does(begun_rule: ModuleType, tmp_path: Path) -> None:
    page = (tmp_path / "acme" / "nameless_service.md").read_text("utf-8")

    def marks(design: str) -> tuple[pages.Mark, ...]:
        document = read_text(design)
        around = Surroundings(document, rules=(*all_rules(), begun_rule.RULE))
        return pages.marks_of(check(resolve(parse(document)), around).shown)

    bad, expected = pages.unmarked(pages.designs(page)["bad"])
    assert page.startswith("# ACME01: nameless service\n")
    assert marks(bad) == expected
    assert len(expected) == 1
    assert marks(pages.designs(page)["good"]) == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("acme1", "Nameless service"), "error: `acme1` is no id of a rule\nhint: it is a family and two digits"),
        (("RES03", "Nameless service"), "error: there is a rule `RES03` already\nhint: `msgen explain RES03` shows it"),
        (("ACME01", "..."), "error: `...` is no title\nhint: name the smell in a few words"),
    ],
)
def test_a_rule_that_cannot_be_begun_is_told(msgen: Msgen, arguments: tuple[str, ...], said: str) -> None:
    outcome = msgen("rules", "new", *arguments, "acme")

    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith(said)


def test_nothing_is_written_in_the_place_of_another_file(msgen: Msgen, tmp_path: Path) -> None:
    (tmp_path / "nameless_service.md").write_text("mine")

    outcome = msgen("rules", "new", "ACME01", "Nameless service", ".")

    assert outcome == Outcome(
        2,
        "",
        "error: `nameless_service.md` is there already; nothing was written\nhint: choose another name or folder\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["nameless_service.md"]


def test_every_blueprint_has_its_line(msgen: Msgen) -> None:
    outcome = msgen("blueprints")

    assert (outcome.code, outcome.stderr) == (0, "")
    *lines, empty, source = outcome.stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(available())
    assert max(map(len, lines)) <= 80
    assert (empty, source.split()[0]) == ("", "from")
    assert "brings code" not in outcome.stdout


def test_a_blueprint_that_brings_code_is_named_as_such(msgen: Msgen, tmp_path: Path) -> None:
    msgen("blueprints", "new", "run-books", "company")
    manifest = tmp_path / "company/run-books/copier.yml"
    manifest.write_text(f"{manifest.read_text()}_tasks: [make]\n")

    assert msgen("blueprints", "--blueprints", "company").stdout.splitlines()[0] == (
        "run-books  0.1  (brings code, needs `--trust`: _tasks)"
    )
    listed = json.loads(msgen("blueprints", "--blueprints", "company", "--json").stdout)["blueprints"]
    assert [(each["name"], each["origin"], each["code"]) for each in listed] == [("run-books", "folder", ["_tasks"])]


def test_a_new_blueprint_renders(msgen: Msgen, tmp_path: Path) -> None:
    outcome = msgen("blueprints", "new", "run-books", "company")
    assert outcome == Outcome(
        0,
        "",
        "create  company/run-books/copier.yml\n"
        "create  company/run-books/template/docs/run-books.md.jinja\n"
        "next:\n  msgen blueprints --blueprints company\n",
    )
    topology = resolve(parse(read_text("msgen: 1\nname: shop\nservices: {orders: {api: rest}}\n")))
    whole = build(topology, allocate(topology, Numbers()))
    view = next(job.view for job in whole.jobs if job.blueprint == "python-service")

    tree = render(RenderPlan((Job("run-books", "services/orders", view),)), blueprints=tmp_path / "company")

    content = tree["services/orders/docs/run-books.md"].content.decode()
    assert content == "# Orders\n\nA service of the context `orders` of shop. It answers to:\n\n- HTTP\n"


def test_a_folder_without_blueprints_is_told(msgen: Msgen, tmp_path: Path) -> None:
    outcome = msgen("blueprints", "--blueprints", tmp_path)

    assert outcome == Outcome(
        2, "", f"error: there is no blueprint in `{tmp_path}`\nhint: a blueprint is a folder with `copier.yml`\n"
    )


def test_a_command_below_that_is_misspelt_is_told_with_the_nearest(msgen: Msgen) -> None:
    assert msgen("rules", "nwe") == Outcome(
        2, "", "error: there is no command `rules nwe`\nhint: did you mean `rules new`\n"
    )


def test_lists_load_nothing_that_takes_long(msgen: Msgen) -> None:
    before = {"copier", "jinja2", "questionary"} & sys.modules.keys()

    msgen("rules")

    assert {"copier", "jinja2", "questionary"} & sys.modules.keys() == before
