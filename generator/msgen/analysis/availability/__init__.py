"""How available a design can be at most: its components multiplied, each once, fallbacks credited exactly."""

from msgen.analysis.availability.components import Component, Components, minutes_lost, stores_of
from msgen.analysis.availability.needs import Needs, Reliability
from msgen.analysis.availability.system import Availability, Spending, SystemAvailability

__all__ = [
    "Availability",
    "Component",
    "Components",
    "Needs",
    "Reliability",
    "Spending",
    "SystemAvailability",
    "minutes_lost",
    "stores_of",
]
