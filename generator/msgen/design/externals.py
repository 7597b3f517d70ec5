"""Systems that we do not run, and experiments on dependencies."""

from typing import Annotated, Literal

from pydantic import Field

from .base import OrWord, SpecModel
from .names import ConfigKey
from .objectives import Latency
from .values import Duration, Flag, Percentage, Rate, Sentence, Url


class External(SpecModel):
    """A system that we do not run."""

    availability: Percentage | None = Field(None, description="What it promises or shows.")
    latency: Latency | None = Field(None, description="Times of one call.")
    rate_limit: Rate | None = Field(None, description="Its quota for us.")
    idempotency_key: Flag | None = Field(None, description="It recognises a repeated call by a key.")
    url: Url | None = Field(None, description="Its address, the default of its config key.")
    config_key: Annotated[ConfigKey, OrWord(ConfigKey, "none")] | None = Field(
        None, description="Configuration key that holds the address; `none`: the address stands in code."
    )
    egress: Flag | None = Field(None, description="An egress rule is emitted for it.")


class Experiment(SpecModel):
    """A chaos experiment."""

    on: Sentence = Field(description="Object path of the service, external system or call that suffers.")
    fault: Literal["slow", "errors", "down"] = Field(description="How it suffers.")
    delay: Duration | None = Field(None, description="Added time, for `slow`.")
    share: Percentage | None = Field(None, description="Share of the calls that it hits.")
    for_: Duration | None = Field(None, alias="for", description="How long it lasts.")
    expect: Sentence | None = Field(None, description="The hypothesis.")
