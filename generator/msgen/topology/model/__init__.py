"""The resolved system: every default filled in, every reference checked, every value frozen.

Objects refer to each other by name and `Topology` looks them up, so that call cycles stay representable.
Durations are `timedelta`, percentages are in percent (`Decimal("99.95")`), rates are per second.
"""

from __future__ import annotations

from msgen.topology.model.calls import Call, CircuitBreaker, Fallback, Retry
from msgen.topology.model.contexts import Context, Event, NamedTypeDefinition
from msgen.topology.model.delivery import Deployment, Resources, Scaling
from msgen.topology.model.messaging import Messaging, Subscription
from msgen.topology.model.operations import Kind, Message, Operation, OperationRole
from msgen.topology.model.platform import Environment, External, Mesh, Platform
from msgen.topology.model.provenance import Provenance
from msgen.topology.model.service import Protocol, Service
from msgen.topology.model.storage import Aggregate, ReadModel, Store
from msgen.topology.model.system import Topology

__all__ = [
    "Aggregate",
    "Call",
    "CircuitBreaker",
    "Context",
    "Deployment",
    "Environment",
    "Event",
    "External",
    "Fallback",
    "Kind",
    "Mesh",
    "Message",
    "Messaging",
    "NamedTypeDefinition",
    "Operation",
    "OperationRole",
    "Platform",
    "Protocol",
    "Provenance",
    "ReadModel",
    "Resources",
    "Retry",
    "Scaling",
    "Service",
    "Store",
    "Subscription",
    "Topology",
]
