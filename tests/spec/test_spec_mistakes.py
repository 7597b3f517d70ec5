"""Every seeded mistake is reported at its exact place, with the right suggestion."""

from __future__ import annotations

import pytest
import spec_mistakes_in_references
import spec_mistakes_in_the_system
import spec_mistakes_in_types
import spec_mistakes_in_values
import spec_mistakes_in_yaml
from spec_mistakes import Mistake

from msgen.diagnostics import SpecError
from msgen.spec import parse, read_text

MISTAKES: tuple[Mistake, ...] = (
    *spec_mistakes_in_values.MISTAKES,
    *spec_mistakes_in_types.MISTAKES,
    *spec_mistakes_in_references.MISTAKES,
    *spec_mistakes_in_the_system.MISTAKES,
    *spec_mistakes_in_yaml.MISTAKES,
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.title)
def test_a_mistake_is_found_alone_at_its_place_with_a_way_out(mistake: Mistake) -> None:
    with pytest.raises(SpecError) as raised:
        parse(read_text(mistake.text))
    [finding] = raised.value.findings
    assert mistake.message in finding.message
    assert mistake.hint in finding.hint
    assert finding.location is not None
    assert (finding.location.line, finding.location.column) == (mistake.line, mistake.column)
    assert finding.location.end_column in (None, mistake.end_column)


def test_the_titles_of_mistakes_are_unique_and_many() -> None:
    titles = [mistake.title for mistake in MISTAKES]
    assert len(titles) == len(set(titles))
    assert len(titles) >= 150
