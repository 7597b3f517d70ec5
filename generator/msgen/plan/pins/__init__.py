"""The exact versions that generated services are built from: a dated table, resolved once by `make pins`."""

from msgen.plan.pins.table import (
    CAPABILITIES,
    DEV,
    Pin,
    closure,
    constraints,
    dated,
    development,
    direct,
    requirements_txt,
    version,
)

__all__ = [
    "CAPABILITIES",
    "DEV",
    "Pin",
    "closure",
    "constraints",
    "dated",
    "development",
    "direct",
    "requirements_txt",
    "version",
]
