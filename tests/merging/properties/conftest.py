"""Random updates are many; what they write need not outlive the power."""

from __future__ import annotations

import os
from collections.abc import Iterator
from unittest import mock

import pytest


@pytest.fixture(autouse=True, scope="session")
def _without_syncs() -> Iterator[None]:
    with mock.patch.object(os, "fsync"):
        yield
