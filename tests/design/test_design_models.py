"""The models of the language: documented, frozen, strict about keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from msgen.design.base import SpecModel
from msgen.design.resilience import Call
from msgen.design.service import Service
from msgen.design.system import Design


def models(model: type[SpecModel] = SpecModel) -> Iterator[type[SpecModel]]:
    for inner in model.__subclasses__():
        yield inner
        yield from models(inner)


@pytest.mark.parametrize("model", sorted(models(), key=lambda model: model.__name__), ids=lambda model: model.__name__)
def test_every_key_is_described_for_editors(model: type[SpecModel]) -> None:
    assert model.__doc__
    for key, field in model.model_fields.items():
        assert field.description, key
        assert field.description.endswith("."), key


def test_the_language_has_the_objects_of_its_specification() -> None:
    assert Design in models()
    assert len(list(models())) >= 40


def test_an_object_is_frozen() -> None:
    with pytest.raises(ValidationError):
        Service().role = "bff"  # type: ignore[misc]


def test_a_short_form_is_the_map_it_stands_for() -> None:
    assert Call.model_validate("payments") == Call.model_validate({"to": "payments"})
    short = Service.model_validate({"store": "postgres", "api": "rest", "subscribes": ["OrderPlaced"]})
    long = Service.model_validate(
        {"store": {"engine": "postgres"}, "api": {"protocol": ["rest"]}, "subscribes": [{"event": "OrderPlaced"}]}
    )
    assert short == long


def test_keywords_of_python_are_keys_of_the_spec() -> None:
    call = Call.model_validate({"to": "payments", "with": {"amount": "total"}})
    assert call.with_ == {"amount": "total"}
    with pytest.raises(ValidationError):
        Call.model_validate({"to": "payments", "with_": {"amount": "total"}})
