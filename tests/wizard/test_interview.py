"""One run of the wizard: the journal, the last page, and what is told on the way."""

from __future__ import annotations

import json
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
from answering import Answering

from msgen.cli.asking.asker import BACK
from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.refusing import RefusingAsker
from msgen.cli.spec_location import WrittenSpec
from msgen.cli.wizard.begun import Beginning
from msgen.cli.wizard.interview import Interview
from msgen.cli.wizard.look import Look
from msgen.cli.wizard.script import looked_at
from msgen.cli.wizard.state.journal import Journal
from msgen.cli.wizard.state.settings import last_settings, remember
from msgen.cli.wizard.surroundings import suggested_name, surroundings
from msgen.spec import read_text

DESTINATION = Path("market")


def interview(given: dict[str, Any]) -> tuple[Answers, Answering]:
    asker = Answering(given)
    return Interview(asker, DESTINATION, Journal.of(DESTINATION)).run(), asker


def stopped(given: dict[str, Any]) -> Answering:
    asker = Answering(given)
    with pytest.raises(typer.Exit) as ended:
        Interview(asker, DESTINATION, Journal.of(DESTINATION)).run()
    assert ended.value.exit_code == 130
    return asker


def test_an_interview_asks_then_shows_all_answers_and_asks_once_more() -> None:
    answers, asker = interview({"how": "quick"})
    assert answers["name"] == "market"
    page = asker.asked[-1]
    assert page.text == "Write the system to `market`?"
    assert page.help == "2 services; findings: none\nPick an answer to change it."
    assert [(row.label, row.help) for row in page.choices[2:-1]] == [
        ("how", "quick start"),
        ("name", "market"),
        ("services", "orders, payments"),
        ("calls", "orders calls payments"),
        ("events", "OrderPlaced: orders -> payments"),
        ("profile", "standard"),
        ("mesh", "Istio (not asked)"),
        ("environments", "dev, staging, prod (not asked)"),
    ]


def test_any_answer_can_be_changed_on_the_last_page() -> None:
    answers, asker = interview({
        "how": "quick", "review": ["spec", "services", "write"], "services": ["orders, payments", "orders"],
    })  # fmt: skip
    assert answers["services"] == "orders"
    assert "calls" not in answers
    assert any("msgen: 1\nname: market\n" in said for said in asker.said)


def test_back_from_the_last_page_leads_to_the_last_question() -> None:
    answers, _ = interview({"how": "quick", "review": [BACK, "write"], "profile": ["standard", "minimal"]})
    assert answers["profile"] == "minimal"


def test_another_way_on_the_last_page_asks_what_that_way_needs() -> None:
    answers, _ = interview({"how": ["quick", "sample"], "review": ["how", "write"], "sample": "bistro"})
    assert answers == {"how": "sample", "sample": "bistro"}


def test_the_answers_are_saved_after_each_question_and_only_for_their_owner() -> None:
    asker = stopped({"how": "quick", "calls": KeyboardInterrupt()})
    journal = Journal.of(DESTINATION)
    assert asker.said[-1] == "saved, continue with `msgen new market`"
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    assert journal.read() == ({"how": "quick", "name": "market", "services": "orders, payments"}, None)


def test_a_stop_before_the_first_answer_saves_nothing() -> None:
    asker = stopped({"how": KeyboardInterrupt()})
    assert asker.said == ["nothing was saved or written"]
    assert not Journal.of(DESTINATION).path.exists()


def test_saved_answers_are_gone_on_with_from_the_first_open_question() -> None:
    stopped({"how": "quick", "name": "bazaar", "calls": KeyboardInterrupt()})
    answers, asker = interview({})
    assert [question.name for question in asker.asked] == ["resume", "calls", "events", "profile", "review"]
    assert asker.asked[0].text == "There are 3 answers of an earlier run. Go on with them?"
    assert answers["name"] == "bazaar"


def test_saved_answers_can_be_left_alone() -> None:
    stopped({"how": "quick", "name": "bazaar", "calls": KeyboardInterrupt()})
    answers, asker = interview({"resume": "anew"})
    assert asker.asked[1].name == "how"
    assert answers["name"] == "market"


def test_answers_of_one_destination_are_not_those_of_another() -> None:
    stopped({"how": "quick", "calls": KeyboardInterrupt()})
    assert Journal.of(Path("shop")).read() == ({}, None)
    assert Journal.of(None).read() == ({}, None)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"format": 2, "answers": {}}', '{"format": 1, "answers": {"how": 3}}']
)
def test_a_broken_journal_is_told_and_put_aside(content: str) -> None:
    journal = Journal.of(DESTINATION)
    journal.path.parent.mkdir(parents=True)
    journal.path.write_text(content)
    _, asker = interview({"how": "quick"})
    aside = journal.path.with_suffix(".broken")
    assert asker.said[0] == f"the saved answers cannot be read; they were put aside as `{aside}`"
    assert aside.read_text() == content


def test_saved_answers_that_fit_no_longer_are_asked_again() -> None:
    Journal.of(DESTINATION).write({"how": "quick", "name": "Not A Name", "services": "orders", "strange": True})
    answers, asker = interview({})
    assert "name" in [question.name for question in asker.asked]
    assert answers["services"] == "orders"
    assert "strange" not in answers


def test_where_nothing_can_be_saved_the_wizard_goes_on_and_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    answers, asker = interview({"how": "quick"})
    assert answers["name"] == "market"
    told = "answers cannot be saved in `/dev/null/msgen/new`: not a directory"
    assert asker.said.count(told) == 1
    Beginning(WrittenSpec(read_text("msgen: 1"), None), DESTINATION, answers, True).remember()


def test_what_says_nothing_about_one_system_is_remembered_for_the_next() -> None:
    remember({"how": "full", "name": "shop", "contexts": "shop", "contexts.shop.services": "a, b", "mesh": "none",
              "services.a.shape": "grpc/sqlite", "services.b.shape": "like:a"})  # fmt: skip
    assert last_settings() == {"profile": "standard", "mesh": "none", "shape": "grpc/sqlite"}


@pytest.mark.parametrize("settings", [{"profile": "grand"}, {"shape": "soap/oracle"}, {"mesh": "nets"}])
def test_settings_of_which_no_system_can_be_made_are_not_offered(settings: dict[str, str]) -> None:
    remember({"name": "shop", "services": "orders"})
    path = next(iter(Path(Journal.of(None).path).parents[1].glob("settings.json")))
    path.write_text(json.dumps({"format": 1, "answers": settings}))
    assert surroundings(None).settings == {}


def test_the_name_comes_from_the_destination() -> None:
    assert suggested_name(Path("some/My Market")) == "my-market"
    assert suggested_name(Path("123")) == "shop"
    assert suggested_name(None) == "shop"


def test_what_stands_here_already_is_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop" / "services").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    assert surroundings(None).taken == {"shop"}
    assert surroundings(None).name == "shop-2"
    assert surroundings(None, is_asked=False).name == "shop"
    assert surroundings(Path("shop")).name == "shop"


@pytest.mark.parametrize("address", ["git@example.org:acme/market.git", "https://example.org/acme/market"])
def test_git_knows_the_team(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "remote", "add", "origin", address], check=True)
    assert surroundings(Path("market")).team == "acme"


def test_what_was_taken_over_from_last_time_is_shown_and_can_be_changed() -> None:
    remember({"name": "shop", "services": "orders", "profile": "minimal", "mesh": "linkerd"})
    answers, asker = interview({"how": "reuse", "review": ["mesh", "write"], "mesh": "none"})
    page = next(question for question in asker.asked if question.name == "review")
    rows = {row.label: row.help for row in page.choices}
    assert rows["profile"] == "minimal (not asked)"
    assert rows["mesh"] == "Linkerd (not asked)"
    assert answers["mesh"] == "none"
    seen = looked_at(answers)
    assert isinstance(seen, Look)
    assert "platform" not in seen.document.data, "no mesh is what the profile says"
    assert seen.document.data["profile"] == "minimal"


def test_what_is_named_on_the_last_page_may_bring_further_questions() -> None:
    _, asker = interview({
        "how": "full", "journeys": ("orders.CreateOrder",), "review": ["profile", "write"], "profile": "minimal",
    })  # fmt: skip
    names = [question.name for question in asker.asked]
    after = names[names.index("profile") + 1 :]
    assert after[-1] == "review"
    assert all(name.startswith("fixes.") for name in after[:-1])
    _, asker = interview({"how": "quick", "services": "orders", "review": ["mesh", "write"], "mesh": "none"})
    names = [question.name for question in asker.asked]
    assert names[names.index("mesh") + 1 :] == ["review"]


def test_a_team_is_not_asked_for_and_can_be_named_on_the_last_page() -> None:
    answers, asker = interview({"how": "quick", "review": ["team", "write"], "team": "order-team"})
    assert [question.name for question in asker.asked].count("team") == 1
    assert asker.asked[-3].choices[-1].label == "team"
    assert ("team", "order-team") in [(row.label, row.help) for row in asker.asked[-1].choices]
    seen = looked_at(answers)
    assert isinstance(seen, Look)
    assert seen.document.data["teams"] == {"order-team": {}}
    assert {context.owner for context in seen.topology.contexts.values()} == {"order-team"}
    assert seen.result.shown == ()


def test_yes_asks_nothing_and_saves_nothing() -> None:
    answers = Interview(RefusingAsker(takes_defaults=True), DESTINATION, Journal.of(DESTINATION)).run()
    assert answers["services"] == "orders, payments"
    assert not Journal.of(DESTINATION).path.exists()


def test_the_picture_the_figures_and_the_findings_are_told_when_they_change() -> None:
    _, asker = interview({
        "how": "full", "journeys": ("orders.CreateOrder",), "fixes.OBS01 orders": "leave",
        "calls": [("orders->payments",), ()], "review": ["calls", "write"],
    })  # fmt: skip
    said = " ".join("\n".join(asker.said).split())
    assert "│ orders rest postgres │" in said
    assert "orders ──▶ payments" in said
    assert "create-order: 99.880% available, p99 " in said
    assert "create-order: 99.940% available, p99 " in said
    assert "(before: 99.880% available, p99 " in said
    assert "warning[AVL06]: orders: 100% of the journeys' peak traffic is lost while it is down" in said
    assert "settled: AVL05 on orders.store" in said


def test_a_screen_reader_hears_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSGEN_ACCESSIBLE", "1")
    _, asker = interview({"how": "quick"})
    assert "│" not in "\n".join(asker.said)
