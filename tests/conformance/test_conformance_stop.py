"""A service is stopped while it is busy: nobody who was let in goes without an answer."""

from __future__ import annotations

import pytest
from stopping import StopReport

pytestmark = pytest.mark.system

_TOO_BUSY = {"503", "504", "DEADLINE_EXCEEDED"}
"""Answers all the same: so many clients at once may be more than the service can serve in time."""


def test_every_request_under_way_is_answered(stopped: StopReport) -> None:
    assert stopped.lost == []
    assert stopped.answers.total() >= stopped.enough


def test_no_request_meets_a_fault_of_the_service(stopped: StopReport) -> None:
    assert stopped.answers.keys() - _TOO_BUSY - {"200", "OK"} == set()


def test_the_process_ends_well(stopped: StopReport) -> None:
    assert stopped.exit_code in (0, None)
