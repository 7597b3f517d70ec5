"""What a use case and its mapping module call each call and its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from msgen.plan.views.python.contracts import ServiceContracts
from msgen.topology.model import Call


class NamedCall(Struct, frozen=True):
    call: Call
    name: str
    """What mapping calls it, whatever other calls there are: `accounts_get_customer`."""
    variable: str
    """Where the use case keeps the answer: `accounts_answer`."""

    @property
    def answer(self) -> str:
        """The keyword under which mapping takes the answer: `accounts_get_customer_answer`."""
        return f"{self.name}_answer"


def named_calls(contracts: ServiceContracts, calls: Sequence[Call]) -> Iterator[NamedCall]:
    """The calls of one use case; one that is made twice counts on."""
    asked = Counter(call.target for call in calls)
    seen: Counter[str] = Counter()
    for call in calls:
        client = contracts.ports.clients[call.target]
        name = f"{client}_{contracts.ports.methods[call.path].plain}"
        seen[name] += 1
        if seen[name] > 1:
            name = f"{name}_{seen[name]}"
        yield NamedCall(call, name, f"{client if asked[call.target] == 1 else name}_answer")
