"""Under which variable a service finds the address of a dependency."""

from __future__ import annotations

from msgen.topology.model import External

_OUR_OWN = {"DATABASE_URL": "DATABASE_SERVICE_URL", "BROKER_URL": "BROKER_SERVICE_URL"}


def url_variable(dependency: str) -> str:
    """The environment variable that holds the address of a dependency.

    >>> url_variable("order-history"), url_variable("broker")
    ('ORDER_HISTORY_URL', 'BROKER_SERVICE_URL')
    """
    variable = f"{dependency.upper().replace('-', '_')}_URL"
    return _OUR_OWN.get(variable, variable)


def external_variable(external: External) -> str:
    """The variable of an external system: its own configuration key, where it has one."""
    return external.config_key or url_variable(external.name)
