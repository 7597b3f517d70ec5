"""What all models have in common: how they are read and written, and what travels beside them."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, PrivateAttr

from .errors import VersionMismatch, VersionMissing


class Model(BaseModel):
    """A model whose fields may also be given by the names of the contract."""

    model_config = ConfigDict(
        ser_json_bytes="base64",
        serialize_by_alias=True,
        val_json_bytes="base64",
        validate_by_alias=True,
        validate_by_name=True,
    )


class ValueObject(Model):
    """A value without an identity: two with equal fields are the same."""

    model_config = ConfigDict(frozen=True)


class Input(Model):
    """What an operation takes; the expected version and the idempotency key travel beside it."""

    _etag: str = PrivateAttr(default="")
    _idempotency_key: str = PrivateAttr(default="")

    @property
    def expected_version(self) -> int | None:
        """The version that the caller saw; `None` where any will do (`*`)."""
        etag = self._etag.removeprefix("W/").strip('"')
        if not etag:
            raise VersionMissing("say which version you change, by the ETag that you were given")
        if etag == "*":
            return None
        if not (etag.isascii() and etag.isdigit()):
            raise VersionMismatch("no version has such an ETag")
        return int(etag)

    @property
    def etag(self) -> str:
        """The version to change, as a caller names it to the callee; `*` where any will do."""
        return self._etag or "*"

    @property
    def idempotency_key(self) -> str:
        """The key by which a repeated request is recognised; empty where there is none."""
        return self._idempotency_key

    def expecting(self, etag: str) -> Self:
        """The same input for one version."""
        self._etag = etag
        return self

    def keyed(self, key: str) -> Self:
        """The same input under an idempotency key."""
        self._idempotency_key = key
        return self


class Output(Model):
    """What an operation gives; the version of what it shows travels beside it."""

    _etag: str = PrivateAttr(default="")

    @property
    def etag(self) -> str:
        return self._etag

    def tagged(self, version: int | str) -> Self:
        """The same output with the version of what it shows."""
        self._etag = str(version)
        return self
