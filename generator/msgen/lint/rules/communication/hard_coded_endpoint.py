"""COM07: an address in the design or in the code, where the environment should give it."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.communication._addresses import is_address, without_default
from msgen.lint.smell import REMOVED, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        held = [field for field in service.config if field.default is not None and is_address(field.default)]
        if held:
            yield Smell(
                f"{service.name}.config",
                f"the default is an address: {', '.join(f'{field.name} `{field.default}`' for field in held)}",
                fixes=(
                    Fix(
                        f"leave the default out and let each environment set {', '.join(field.name for field in held)}",
                        tuple(Edit(f"{service.name}.config.{field.name}", without_default(field)) for field in held),
                    ),
                ),
            )
    for external in review.topology.externals.values():
        if external.config_key is None:
            path = f"externals.{external.name}.config_key"
            yield Smell(
                path,
                "its address stands in the code",
                fixes=(Fix("give it the usual configuration key", (Edit(path, REMOVED),)),),
            )


RULE = Rule(
    id="COM07",
    title="Hard-coded endpoint",
    severity="error",
    covers=("S3", "B9", "B10"),
    source=(
        "Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns; MSANose; Brogi, Neri, Soldani, Zimmermann, multivocal "
        "review of smells (endpoint-based interaction); The Twelve-Factor App, III and IV"
    ),
    condition="a `config` default is a URL, a host name or an IP address, or an external has `config_key: none`",
    fix="automatic",
    check=check,
)
