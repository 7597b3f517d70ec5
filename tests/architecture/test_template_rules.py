"""Templates substitute, loop and test one boolean; the thinking is done in Python."""

from pathlib import Path

import pytest
import yaml
from template_rules import BRACES, BRACKETS, Dialect, violations

ROOT = Path(__file__).resolve().parents[2]
BLUEPRINTS = ROOT / "blueprints"
PARTIALS = ROOT / "partials"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% if a and b %}\nx\n{% endif %}\n", "1: And belongs in the view"),
        ("x = {{ a or b }}\n", "1: Or belongs in the view"),
        ("\n{% if a == 'b' %}\nx\n{% endif %}\n", "2: Compare belongs in the view"),
        ("{% set a = 1 %}\n", "1: Assign belongs in the view"),
        ("{{ a + 1 }}\n", "1: Add belongs in the view"),
        (
            "{% if a %}\n{% for b in c %}\n{% if b %}\nx\n{% endif %}\n{% endfor %}\n{% endif %}\n",
            "3: nested 3 deep",
        ),
        ("{%- if a %}\nx\n{% endif %}\n", "1: `{%-` or `-%}`"),
        ("x = [{% for a in b %}\n1,\n{% endfor %}\n]\n", "1: a control tag shares its line"),
    ],
)
def test_what_a_template_may_not_do_is_found_with_its_line(template: str, expected: str) -> None:
    assert violations(template, BRACES) == [expected]


@pytest.mark.parametrize(
    ("template", "dialect"),
    [
        ("{% for a in b %}\n  {{ a.name }} = {{ a.value }}\n{% endfor %}\n", BRACES),
        ("{% if a %}\n1\n{% elif b %}\n{% if c %}\n2\n{% endif %}\n{% elif d %}\n3\n{% endif %}\n", BRACES),
        ("{{- include [%= name %] . -}}\n[% if a %]\n{{- if and .x (eq .y 1) }}\n[% endif %]\n", BRACKETS),
    ],
)
def test_what_a_template_may_do_passes(template: str, dialect: Dialect) -> None:
    assert violations(template, dialect) == []


def test_every_template_of_every_blueprint_keeps_the_rules() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{violation}"
        for manifest in sorted(BLUEPRINTS.glob("*/copier.yml"))
        for path in sorted(manifest.parent.rglob("*.jinja"))
        for violation in violations(
            path.read_text(encoding="utf-8"), Dialect.of_manifest(yaml.safe_load(manifest.read_text("utf-8")))
        )
    ]
    assert not found, "\n".join(found)


def test_every_partial_keeps_the_rules() -> None:
    found = []
    for path in sorted(PARTIALS.rglob("*.jinja")):
        text = path.read_text(encoding="utf-8")
        dialect = BRACKETS if BRACKETS.block[0] in text else BRACES
        found += [f"{path.relative_to(ROOT)}:{violation}" for violation in violations(text, dialect)]
    assert not found, "\n".join(found)
