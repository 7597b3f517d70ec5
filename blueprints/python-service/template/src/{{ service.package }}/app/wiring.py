"""What this service wires differently from the generated choice: at first, nothing."""

from __future__ import annotations

from ..overrides import Overrides

overrides = Overrides()
