"""What every aggregate has besides its fields: a version, which tells of concurrent changes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, PrivateAttr


class Aggregate(BaseModel):
    """Something that is stored and changed as a whole."""

    model_config = ConfigDict(
        ser_json_bytes="base64",
        val_json_bytes="base64",
        validate_by_alias=True,
        validate_by_name=True,
    )

    _version: int = PrivateAttr(default=0)


def version_of(aggregate: Aggregate) -> int:
    """How often it has been stored, 0 if never: the value of its `ETag`."""
    return aggregate._version
