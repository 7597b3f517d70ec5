"""Counters and histograms in plain dictionaries, written out as Prometheus text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
"""The bounds that OpenTelemetry recommends for durations of requests."""

Labels = tuple[str, ...]


class Description(NamedTuple):
    name: str
    help: str
    labels: Labels


class Distribution:
    """How often each range of values was seen."""

    __slots__ = ("counts", "sum")

    def __init__(self, ranges: int) -> None:
        self.counts = [0] * ranges
        self.sum = 0.0


class Histogram:
    """Distributions of a value, one for each combination of label values."""

    kind = "histogram"

    def __init__(self, description: Description, bounds: Sequence[float]) -> None:
        self.description = description
        self.bounds = tuple(bounds)
        self.series: dict[Labels, Distribution] = {}

    def observe(self, labels: Labels, value: float) -> None:
        distribution = self.series.get(labels)
        if distribution is None:
            distribution = self.series[labels] = Distribution(len(self.bounds) + 1)
        distribution.counts[bisect_left(self.bounds, value)] += 1
        distribution.sum += value

    def lines(self) -> Iterator[str]:
        name, names = self.description.name, self.description.labels
        for values, distribution in sorted(self.series.items()):
            total = 0
            for bound, count in zip(
                [*map(_number, self.bounds), "+Inf"], distribution.counts, strict=True
            ):
                total += count
                yield f"{name}_bucket{_braces((*names, 'le'), (*values, bound))} {total}"
            yield f"{name}_sum{_braces(names, values)} {_number(distribution.sum)}"
            yield f"{name}_count{_braces(names, values)} {total}"


class Counter:
    """Sums that only grow."""

    kind = "counter"

    def __init__(self, description: Description) -> None:
        self.description = description
        self.series: dict[Labels, float] = {}

    def add(self, labels: Labels = (), amount: float = 1.0) -> None:
        self.series[labels] = self.series.get(labels, 0.0) + amount

    def values(self) -> Mapping[Labels, float]:
        return self.series

    def lines(self) -> Iterator[str]:
        return _plain_lines(self.description, self.series)


class Gauge:
    """Values that are read when somebody asks."""

    kind = "gauge"

    def __init__(
        self, description: Description, read: Callable[[], Mapping[Labels, float]]
    ) -> None:
        self.description = description
        self.values = read

    def lines(self) -> Iterator[str]:
        return _plain_lines(self.description, self.values())


Metric = Histogram | Counter | Gauge
M = TypeVar("M", Histogram, Counter, Gauge)


class MetricsRegistry:
    """All metrics of a service."""

    def __init__(self) -> None:
        self._metrics: dict[str, Metric] = {}

    def histogram(
        self, name: str, help: str, labels: Labels, bounds: Sequence[float] = SECONDS
    ) -> Histogram:
        return self._add(Histogram(Description(name, help, labels), bounds))

    def counter(self, name: str, help: str, labels: Labels = ()) -> Counter:
        return self._add(Counter(Description(name, help, labels)))

    def gauge(
        self, name: str, help: str, labels: Labels, read: Callable[[], Mapping[Labels, float]]
    ) -> Gauge:
        return self._add(Gauge(Description(name, help, labels), read))

    def metrics(self) -> Iterable[Metric]:
        """In the order of their names."""
        return (metric for _, metric in sorted(self._metrics.items()))

    def render(self) -> str:
        """Prometheus text, version 0.0.4."""
        lines: list[str] = []
        for metric in self.metrics():
            name, help, _ = metric.description
            lines += [f"# HELP {name} {help}", f"# TYPE {name} {metric.kind}", *metric.lines()]
        return "\n".join(lines) + "\n"

    def _add(self, metric: M) -> M:
        if metric.description.name in self._metrics:
            raise ValueError(f"there is already a metric `{metric.description.name}`")
        self._metrics[metric.description.name] = metric
        return metric


def _plain_lines(description: Description, series: Mapping[Labels, float]) -> Iterator[str]:
    for values, value in sorted(series.items()):
        yield f"{description.name}{_braces(description.labels, values)} {_number(value)}"


def _braces(names: Labels, values: Labels) -> str:
    if not names:
        return ""
    pairs = (f'{name}="{_escaped(value)}"' for name, value in zip(names, values, strict=True))
    return f"{{{','.join(pairs)}}}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
