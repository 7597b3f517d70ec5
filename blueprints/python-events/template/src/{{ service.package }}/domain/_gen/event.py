"""What every event has in common."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """Something that has happened."""

    model_config = ConfigDict(
        frozen=True,
        ser_json_bytes="base64",
        val_json_bytes="base64",
        validate_by_alias=True,
        validate_by_name=True,
    )

    subject: ClassVar[str]
    """Where it is published: `<system>.<context>.<Event>.v<N>`."""
    key_field: ClassVar[str | None] = None
    """The attribute by which order is kept; `None` where order does not matter."""
