"""`platform.layout` written into the text of a spec: every other byte of it stays."""

from __future__ import annotations

import pytest

from msgen.spec import SpecError, parse, read_text
from msgen.spec.layout import with_layout

SPEC = "msgen: 1\nname: shop # the shop\nservices: {orders: {api: rest}}\n"


@pytest.mark.parametrize(
    ("platform", "written"),
    [
        ("", "\nplatform:\n  layout: multi-repo\n"),
        (
            "platform:\n  # where\n  mesh: none # so far\n",
            "platform:\n  # where\n  layout: multi-repo\n  mesh: none # so far\n",
        ),
        ("platform:\n    zones: 2\n", "platform:\n    layout: multi-repo\n    zones: 2\n"),
        ("platform: {mesh: none} # here\n", "platform: {layout: multi-repo, mesh: none} # here\n"),
        ("platform: {}\n", "platform: {layout: multi-repo}\n"),
        ("platform:  # later\n", "platform:  # later\n  layout: multi-repo\n"),
        ("platform: ~\n", "platform:\n  layout: multi-repo\n"),
        ("platform: {layout: mono-repo}\n", "platform: {layout: multi-repo}\n"),
        ("platform: {zones: 2,\n  layout: mono-repo}\n", "platform: {zones: 2,\n  layout: multi-repo}\n"),
        ('platform:\n  layout: "mono-repo" # a\n  zones: 2\n', "platform:\n  layout: multi-repo # a\n  zones: 2\n"),
        ("platform:\n  layout: multi-repo # a\n", "platform:\n  layout: multi-repo # a\n"),
    ],
)
def test_only_the_layout_changes(platform: str, written: str) -> None:
    changed = with_layout(read_text(SPEC + platform), "multi-repo").decode()

    assert changed == SPEC + written
    design = parse(read_text(changed))
    assert design.platform is not None
    assert design.platform.layout == "multi-repo"


def test_line_ends_and_a_missing_last_one_stay() -> None:
    spec = "\ufeff" + SPEC.replace("\n", "\r\n").rstrip()

    changed = with_layout(read_text(spec), "multi-repo").decode()

    assert changed == f"{spec}\r\n\r\nplatform:\r\n  layout: multi-repo\r\n"


@pytest.mark.parametrize(
    "spec",
    [
        "{msgen: 1, name: shop, services: {orders: {api: rest}}}\n",
        SPEC + "x-shared: &shared {zones: 2}\nplatform: *shared\n",
        SPEC + "x-shared: &shared {layout: mono-repo}\nplatform: {<<: *shared}\n",
    ],
)
def test_what_cannot_be_written_alone_is_left_to_the_author(spec: str) -> None:
    with pytest.raises(SpecError) as raised:
        with_layout(read_text(spec), "multi-repo")

    [finding] = raised.value.findings
    assert finding.message == "the layout cannot be written here without changing more"
    assert finding.hint == "write `layout: multi-repo` under `platform` yourself, and leave `--layout` out"
