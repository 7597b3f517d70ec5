"""Who answers for the system, what was decided, what was accepted."""

from typing import Literal

from pydantic import Field

from .base import SpecModel
from .names import RuleId
from .values import Date, Reason, Sentence


class Team(SpecModel):
    """A team that owns contexts."""

    slack: Sentence | None = Field(None, description="Channel for its tickets.")
    oncall: Sentence | None = Field(None, description="Rota or address that is paged.")
    runbooks: Sentence | None = Field(None, description="Where its runbooks are: an address, a path, or `none`.")


class Decision(SpecModel):
    """An architecture decision."""

    title: Sentence = Field(description="What was decided.")
    because: Sentence = Field(description="Why.")
    status: Literal["proposed", "accepted", "superseded"] | None = Field(None, description="Where it stands.")
    affects: tuple[Sentence, ...] | None = Field(None, description="Object paths of what it is about.")
    enforced_by: tuple[RuleId, ...] | None = Field(None, description="Rules that keep it true.")


class Waiver(SpecModel):
    """A finding that is accepted."""

    rule: RuleId = Field(description="The rule.")
    on: Sentence = Field(description="The object of the finding, as printed.")
    reason: Reason = Field(description="Why it is accepted.")
    until: Date | None = Field(None, description="Last day it holds.")
