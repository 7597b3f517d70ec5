"""How the person of the story settles what the update leaves to them: a rule for each path."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

Side = Literal["--ours", "--theirs", "--union"]
Region = re.Match[bytes]

REGION = re.compile(
    rb"^<<<<<<< yours\n(?P<yours>.*?)^\|{7}\n.*?^=======\n(?P<theirs>.*?)^>>>>>>> blueprint [^\n]*\n", re.M | re.S
)


def all_words(region: Region) -> bytes:
    """A line of words that both sides lengthened."""
    yours, theirs = region["yours"].split(), region["theirs"].split()
    return b" ".join([*yours, *(word for word in theirs if word not in yours)]) + b"\n"


def new_field_name(region: Region) -> bytes:
    """The field of the log as it is called now, with the value that the person gives it."""
    return region["yours"].replace(b'"time"', b'"timestamp"')


ORDERING = "services/ordering/src/ordering"
RULES: Mapping[str, Side | Callable[[Region], bytes]] = {
    "Makefile": all_words,
    "services/delivery/src/delivery/adapters/http/_gen/app.py": "--ours",
    "services/kitchen/deploy/helm/values.yaml": "--ours",
    "services/kitchen/src/kitchen/bootstrap.py": "--ours",
    "services/kitchen/src/kitchen/settings.py": "--ours",
    "services/ordering/.dockerignore": "--union",
    "services/ordering/Makefile": all_words,
    "services/ordering/README.md": "--ours",
    "services/ordering/deploy/Dockerfile": "--ours",
    "services/ordering/docs/operations.md": "--ours",
    "services/ordering/tests/conftest.py": "--ours",
    "services/payments/src/payments/platform/health.py": "--ours",
    "services/storefront/README.md": "--ours",
    "services/storefront/deploy/Dockerfile": "--ours",
    f"{ORDERING}/adapters/grpc/_gen/servicer.py": "--ours",
    f"{ORDERING}/platform/logging.py": new_field_name,
    f"{ORDERING}/resilience/retry.py": "--ours",
    f"{ORDERING}/settings.py": "--ours",
}


def resolve(system: Path, waiting: list[str], settle: Callable[[str, Side], None]) -> None:
    """Settle all that waits, in an editor or by the command that is given."""
    for path in waiting:
        rule = RULES[path]
        if callable(rule):
            file = system / path
            file.write_bytes(REGION.sub(rule, file.read_bytes()))
        else:
            settle(path, rule)
