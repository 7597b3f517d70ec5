"""What an option is called outside of the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from typer._click import Parameter
from typer.core import TyperOption

PREFIX = "MSGEN_"
_NOT_SETTABLE = frozenset({"help", "version", "install_completion", "show_completion", "schema"})
"""They do something else than the command, so that it makes no sense to want them always."""

NOT_IN_A_FILE = frozenset({"trust"})
"""A file comes along with somebody's repository, and must not say that the code in it is to be trusted."""


def settable(parameters: Iterable[Parameter]) -> Iterator[TyperOption]:
    for parameter in parameters:
        if isinstance(parameter, TyperOption) and key_of(parameter) not in _NOT_SETTABLE:
            yield parameter


def key_of(option: Parameter) -> str:
    """The key in a file of settings: the name of the option, with `_`.

    `--fail-on` is `fail_on`.
    """
    return max(option.opts, key=len).lstrip("-").replace("-", "_")


def variables_of(key: str, command: str) -> list[str]:
    """The variables that set an option, that of the command first.

    >>> variables_of("fail_on", "lint")
    ['MSGEN_LINT_FAIL_ON', 'MSGEN_FAIL_ON']
    """
    own = f"{PREFIX}{command.replace(' ', '_').replace('-', '_')}_{key}".upper()
    return [*([own] if command else []), f"{PREFIX}{key}".upper()]
