"""What every object of the spec has in common: unknown keys, keys of one's own, short forms, words for values.

Modules of such objects do not turn their annotations into texts (`from __future__`): Pydantic would parse each of
them again at every start.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any, ClassVar

from msgspec import Struct
from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from .problems import problem, quoted

_NO_PLUGINS = "PYDANTIC_DISABLE_PLUGINS"
OWN_KEY = "x-"
"""Keys that begin so belong to the author; msgen reads over them."""


class SpecModel(BaseModel):
    """An object of the spec as written: `None` is not written, or reset to the lower level by a `null`.

    `model_fields_set` tells the two apart.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    short_key: ClassVar[str | None] = None
    """The key that the short form sets: `store: postgres` is `store: {engine: postgres}`."""

    @classmethod
    def model_rebuild(cls, **settings: Any) -> bool | None:
        """Built when it is first needed; all that its annotations name stands beside it or is imported."""
        with _without_plugins():
            return super().model_rebuild(**{**settings, "_parent_namespace_depth": 0})

    @classmethod
    def expanded(cls, written: object) -> object:
        """The map for which a short form stands."""
        if cls.short_key is None or written is None or isinstance(written, dict):
            return written
        return {cls.short_key: written}

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: object) -> object:
        return without_own_keys(cls.expanded(written))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        built = handler(schema)
        target = handler.resolve_ref_schema(built)
        target["patternProperties"] = {f"^{OWN_KEY}": {}}
        if cls.short_key is None:
            return built
        short = target["properties"][cls.short_key]
        return {"anyOf": [{key: short[key] for key in short if key not in ("description", "title")}, built]}


@contextmanager
def _without_plugins() -> Iterator[None]:
    """Pydantic would read the metadata of everything installed, to find out who wants to watch."""
    before = os.environ.get(_NO_PLUGINS)
    os.environ[_NO_PLUGINS] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_NO_PLUGINS]
        else:
            os.environ[_NO_PLUGINS] = before


def without_own_keys(written: object) -> object:
    if not isinstance(written, dict) or not any(str(key).startswith(OWN_KEY) for key in written):
        return written
    return {key: value for key, value in written.items() if not str(key).startswith(OWN_KEY)}


class Named(Struct, frozen=True):
    """Marks a map of named objects, in which keys of one's own are read over too."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(without_own_keys, handler(source))


class OrWord(Struct, frozen=True):
    """A value for which a word may stand: `none`, `off`, `unlimited`."""

    value: Any
    word: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(written: object, inner: core_schema.ValidatorFunctionWrapHandler) -> Any:
            if written == self.word:
                return self.word
            try:
                return inner(written)
            except ValidationError:
                if written is False or _means(written, self.word):
                    raise problem(f"{quoted(written)} is not allowed here", f"did you mean `{self.word}`") from None
                raise

        return core_schema.no_info_wrap_validator_function(read, handler.generate_schema(self.value))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"const": self.word}, handler(schema)]}


def _means(written: object, word: str) -> bool:
    if not isinstance(written, str):
        return False
    habits = {"none", "off", "no", "false", "never", "disabled", "unlimited", "unbounded", "infinite"}
    return written.lower() in habits or bool(get_close_matches(written.lower(), [word], cutoff=0.7))


class OneOrMore(Struct, frozen=True):
    """A list for which a single entry may stand."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._listed, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        built = handler(schema)
        return {"anyOf": [built["items"], built]}

    @staticmethod
    def _listed(written: object) -> object:
        if isinstance(written, list):
            if not written:
                raise problem("an empty list says nothing", "name at least one, or leave the key out")
            return written
        return [written]
