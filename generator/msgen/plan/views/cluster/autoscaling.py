"""How many pods a service has in each environment, and what the autoscaler looks at."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal

from msgspec import Struct

from msgen.contracts.events import durable, stream, subject
from msgen.plan.views.cluster.names import broker_host
from msgen.topology.model import Scaling, Service, Subscription, Topology

_REQUESTS = {
    "rest": "http_server_request_duration_seconds_count",
    "grpc": "rpc_server_call_duration_seconds_count",
}


class Replicas(Struct, frozen=True):
    minimum: int
    maximum: int
    max_ejection: int
    """Percent of the pods that outlier detection may take out at once; 0 where none can be spared."""


class Trigger(Struct, frozen=True):
    """One thing that KEDA looks at."""

    kind: str
    metadata: Mapping[str, str]


def replicas(scaling: Scaling, share: Decimal = Decimal(100)) -> Replicas:
    """Pods at `share` percent of production.

    The smallest number of pods stands for the pods that the load needs: what exceeds it may be ejected.
    """
    minimum = _pods(scaling.minimum, share)
    maximum = max(minimum, _pods(scaling.maximum, share))
    return Replicas(minimum, maximum, min(50, 100 * (maximum - minimum) // maximum))


def triggers(topology: Topology, service: Service, first_names: Mapping[str, str]) -> tuple[Trigger, ...]:
    """What scales the service where CPU does not; empty where it does."""
    if service.scaling.metric == "lag":
        return tuple(_lag(topology, service, subscription, first_names) for subscription in service.subscriptions)
    if service.scaling.metric == "rate":
        return (_rate(service),)
    return ()


def _pods(count: int, share: Decimal) -> int:
    return max(1, int((count * share / 100).to_integral_value(ROUND_CEILING)))


def _rate(service: Service) -> Trigger:
    names = "|".join(_REQUESTS[protocol] for protocol in service.protocols)
    query = f'sum(rate({{__name__=~"{names}",app_kubernetes_io_name="{service.name}"}}[1m]))'
    threshold = (service.scaling.per_pod * service.scaling.target / 100).normalize()
    return Trigger(
        "prometheus",
        {
            "serverAddress": "http://prometheus.monitoring:9090",
            "query": query,
            "threshold": f"{threshold:f}",
        },
    )


def _lag(topology: Topology, service: Service, subscription: Subscription, first_names: Mapping[str, str]) -> Trigger:
    """Messages that wait for one consumer; a pod is added for each full queue of them."""
    event = topology.event(subscription.event)
    known_as, held_in = durable(service, subscription, event), stream(topology, event)
    consumer = first_names.get(known_as, known_as)
    waiting = str(service.messaging.queue or service.messaging.batch)
    if topology.platform.broker == "kafka":
        return Trigger("kafka", {
            "bootstrapServers": f"{broker_host(topology)}:9092",
            "consumerGroup": consumer,
            "topic": subject(topology, event),
            "lagThreshold": waiting,
        })  # fmt: skip
    if topology.platform.broker == "rabbitmq":
        return Trigger("rabbitmq", {
            "hostFromEnv": "BROKER_URL",
            "queueName": consumer,
            "mode": "QueueLength",
            "value": waiting,
        })  # fmt: skip
    return Trigger("nats-jetstream", {
        "natsServerMonitoringEndpoint": f"{broker_host(topology)}:8222",
        "account": "$G",
        "stream": first_names.get(held_in, held_in),
        "consumer": consumer,
        "lagThreshold": waiting,
    })  # fmt: skip
