"""Rules that an installed package brings."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from msgen.lint.house.packages import UnusableRulesError, rules_of_packages

RULE = """\
from msgen.lint.rule import Rule
from msgen.lint.smell import Smell


def check(review):
    yield from (Smell(name, "has a name") for name in review.topology.services)


RULE = Rule("{identifier}", "Named", "info", (), "the house", "always", "none", check)
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Puts a package with one entry point on the path."""

    def installed(module: str, text: str, target: str) -> None:
        (tmp_path / f"{module}.py").write_text(text, encoding="utf-8")
        described = tmp_path / f"{module}-1.0.dist-info"
        described.mkdir()
        (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
        (described / "entry_points.txt").write_text(f"[msgen.rules]\nhouse = {module}:{target}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.delitem(sys.modules, module, raising=False)

    return installed


@pytest.mark.parametrize("target", ["RULE", "ALL", "found"])
def test_a_package_brings_a_rule_a_list_or_a_function(install, target: str) -> None:  # type: ignore[no-untyped-def]
    module = f"house_rules_{target.lower()}"
    install(module, RULE.format(identifier="ACME07") + "\nALL = [RULE]\n\n\ndef found():\n    return ALL\n", target)

    assert [rule.id for rule in rules_of_packages(frozenset({"RES"}))] == ["ACME07"]


@pytest.mark.parametrize(
    ("text", "target", "said"),
    [
        (RULE.format(identifier="RES99"), "RULE", "`RES99` of .* has a family of msgen"),
        ("ALL = ['no rule']\n", "ALL", "something that is no rule"),
        ("raise RuntimeError('broken')\n", "ALL", "cannot be loaded: broken"),
        ("ALL = 3\n", "ALL", "something that is no rule"),
    ],
)
def test_what_cannot_be_used_is_told(install, text: str, target: str, said: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    install(tmp_path.name, text, target)

    with pytest.raises(UnusableRulesError, match=said):
        rules_of_packages(frozenset({"RES"}))
