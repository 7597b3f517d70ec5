"""The page of a rule as `msgen explain` prints it and the reference shows it."""

from __future__ import annotations

from msgen.lint.registry import page, rule

_FIXES = {
    "automatic": "`msgen lint --fix` mends it",
    "choice": "several ways; `msgen lint --fix --choose RULE@OBJECT=N` takes one",
    "none": "takes a person's hand",
}
_ACCEPT = "## Accept one\n\nWith the object as the finding prints it; `until` may be left out."


def rule_page(identifier: str) -> str | None:
    """Heading, what is known of the rule, why and examples, how to accept a finding; `None` for an unknown id."""
    found, text = rule(identifier), page(identifier)
    if found is None or text is None:
        return None
    heading, _, rest = text.partition("\n")
    severities = ", ".join(
        f"{profile}: {found.severity_in(profile)}" for profile in ("minimal", "standard", "production")
    )
    off = f" (not asked in: {', '.join(found.off_in)})" if found.off_in else ""
    facts = (
        ("severity", f"{severities}{off}"),
        ("fires when", found.condition),
        ("fix", _FIXES[found.fix].replace("RULE", found.id)),
        ("serves", ", ".join(found.covers)),
        ("source", found.source),
    )
    table = "\n".join(f"- {name}: {value}" for name, value in facts)
    waiver = f'waivers:\n  - {{rule: {found.id}, on: OBJECT, reason: "why it is accepted", until: "2027-06-30"}}'
    accepted = f"{_ACCEPT}\n\n```yaml\n{waiver}\n```\n"
    return f"{heading}\n\n{table}\n{rest.rstrip()}\n\n{accepted}"
