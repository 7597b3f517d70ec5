"""The resolved system: every default filled in, every reference checked, every value frozen.

Objects refer to each other by name and `Topology` looks them up, so that call cycles stay representable.
Durations are `timedelta`, percentages are in percent (`Decimal("99.95")`), rates are per second.
"""

from __future__ import annotations

from msgen.topology.model.calls import Call, CircuitBreaker, Fallback, Retry
from msgen.topology.model.contexts import Context, ContextRelation, DataClass, Event, NamedTypeDefinition
from msgen.topology.model.delivery import CanaryStep, Deployment, Resources, Scaling
from msgen.topology.model.governance import Team, Waiver
from msgen.topology.model.messaging import Messaging, Subscription
from msgen.topology.model.objectives import Experiment, Journey, Slo
from msgen.topology.model.operations import Kind, Message, Operation, OperationRole
from msgen.topology.model.platform import Environment, External, Mesh, Platform
from msgen.topology.model.provenance import Provenance, YamlPath
from msgen.topology.model.sagas import Saga, SagaStep
from msgen.topology.model.service import Protocol, Service, Version
from msgen.topology.model.storage import Aggregate, Backup, ReadModel, Store
from msgen.topology.model.system import Topology

__all__ = [
    "Aggregate",
    "Backup",
    "Call",
    "CanaryStep",
    "CircuitBreaker",
    "Context",
    "ContextRelation",
    "DataClass",
    "Deployment",
    "Environment",
    "Event",
    "Experiment",
    "External",
    "Fallback",
    "Journey",
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
    "Saga",
    "SagaStep",
    "Scaling",
    "Service",
    "Slo",
    "Store",
    "Subscription",
    "Team",
    "Topology",
    "Version",
    "Waiver",
    "YamlPath",
]
