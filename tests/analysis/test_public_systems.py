"""Two public systems whose faults are known: what the rules and the analysis say of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from msgen.analysis import Analysis
from msgen.lint.findings import LintResult
from msgen.lint.runner import Surroundings, check
from msgen.spec import parse, read
from msgen.topology import resolve
from msgen.topology.model import Topology

SYSTEMS = Path(__file__).with_name("systems")


@cache
def system(name: str) -> tuple[Topology, LintResult]:
    document = read(SYSTEMS / f"{name}.yaml")
    topology = resolve(parse(document))
    return topology, check(topology, Surroundings(document))


def found(name: str, rule: str) -> list[str]:
    """The objects of one rule's findings."""
    return [finding.object_path for finding in system(name)[1].open if finding.rule.id == rule]


def outcomes(name: str, down: str) -> dict[str, str]:
    result = Analysis(system(name)[0]).down(down)
    assert result is not None
    return {outcome.operation: outcome.status for outcome in result.entries}


def test_the_wait_of_reviews_v2_outlives_its_caller_and_that_of_v3_does_not() -> None:
    outliving = found("bookinfo", "RES12")

    assert "reviews@v2.GetReviews->ratings.GetRatings" in outliving
    assert [path for path in outliving if path.startswith("reviews@v3")] == []


def test_two_tries_of_a_query_are_safe_but_want_a_wait_between_them() -> None:
    assert found("bookinfo", "RES06") == []
    assert [path for path in found("bookinfo", "RES09") if path.startswith("productpage.GetProductPage->reviews")] != []


def test_without_ratings_no_entry_of_bookinfo_fails() -> None:
    assert set(outcomes("bookinfo", "ratings").values()) == {"degrades"}


@pytest.mark.parametrize(
    ("down", "working"),
    [
        ("currencyservice", {"AddToCart", "EmptyCart", "SetCurrency", "Logout"}),
        ("productcatalogservice", {"EmptyCart", "SetCurrency", "Logout"}),
        ("cartservice", {"SetCurrency", "Logout"}),
        ("paymentservice", {"Home", "Product", "AddToCart", "ViewCart", "EmptyCart", "SetCurrency", "Logout"}),
        ("emailservice", {"Home", "Product", "AddToCart", "ViewCart", "EmptyCart", "Checkout", "SetCurrency", "Logout"}),
        ("adservice", {"Home", "Product", "AddToCart", "ViewCart", "EmptyCart", "Checkout", "SetCurrency", "Logout"}),
    ],
)  # fmt: skip
def test_what_of_the_shop_still_works_without_one_service(down: str, working: set[str]) -> None:
    still = {path.partition(".")[2] for path, status in outcomes("online-boutique", down).items() if status != "fails"}

    assert still == working


def test_nineteen_of_twenty_kinds_of_calls_have_no_timeout() -> None:
    topology, _ = system("online-boutique")
    kinds = {(path.partition(".")[0], path.partition("->")[2].partition("#")[0]) for path in topology.calls}
    reported = {
        (path.partition(".")[0], path.partition("->")[2].removesuffix(".timeout"))
        for path in found("online-boutique", "RES01")
    }

    assert len(kinds) == 20
    assert kinds - reported == {("frontend", "adservice.GetAds")}


def test_the_shop_has_no_cycle_and_no_shared_store() -> None:
    assert found("online-boutique", "BND06") == found("online-boutique", "COM01") == []
