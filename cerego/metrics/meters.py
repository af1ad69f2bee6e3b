"""What is counted: each meter with its name, its labels, and how it is told to Prometheus."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar, Final

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

from cerego.metrics.counting import pending


@dataclass(frozen=True)
class Meter:
    """One thing that is counted, by labels."""

    name: str
    meaning: str
    labels: tuple[str, ...]

    def field(self, part: str, labels: tuple[str, ...]) -> str:
        """Where its number is kept."""
        return "|".join([self.name, part, *(label.replace("|", "/") for label in labels)])

    def kept(self, numbers: Mapping[str, float]) -> dict[tuple[str, ...], dict[str, float]]:
        """Its numbers, by labels and part."""
        found: dict[tuple[str, ...], dict[str, float]] = {}
        for field, number in numbers.items():
            name, part, *labels = field.split("|")
            if name == self.name and len(labels) == len(self.labels):
                found.setdefault(tuple(labels), {})[part] = number
        return found


class Counter(Meter):
    """How often something happened."""

    def add(self, *labels: str, by: float = 1) -> None:
        """It happened."""
        if by:
            pending.add({self.field("n", labels): by})

    def family(self, numbers: Mapping[str, float]) -> Metric:
        """For Prometheus."""
        family = CounterMetricFamily(self.name, self.meaning, labels=self.labels)
        for labels, parts in sorted(self.kept(numbers).items()):
            family.add_metric(labels, parts.get("n", 0))
        return family


class Duration(Meter):
    """How long something takes, in seconds: how many took at most so long."""

    BOUNDS: ClassVar = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

    def add(self, *labels: str, seconds: float) -> None:
        """It took so long."""
        bound = next((str(bound) for bound in self.BOUNDS if seconds <= bound), "+Inf")
        pending.add({self.field(bound, labels): 1, self.field("sum", labels): seconds})

    def family(self, numbers: Mapping[str, float]) -> Metric:
        """For Prometheus."""
        family = HistogramMetricFamily(self.name, self.meaning, labels=self.labels)
        bounds = [*map(str, self.BOUNDS), "+Inf"]
        for labels, parts in sorted(self.kept(numbers).items()):
            up_to = accumulate(parts.get(bound, 0) for bound in bounds)
            family.add_metric(labels, list(zip(bounds, up_to, strict=True)), parts.get("sum", 0))
        return family


REQUESTS: Final = Duration("cerego_request_seconds", "Requests, by page and status.", ("view", "status"))
TASKS: Final = Duration("cerego_task_seconds", "Tasks; of work_on_import each is a slice.", ("task",))
FAILURES: Final = Counter("cerego_task_failures", "Tasks that broke off by a mistake.", ("task",))
SWEPT: Final = Counter("cerego_swept", "What the sweeper put back because it should move and did not.", ("what",))


def families(numbers: Mapping[str, float]) -> Iterator[Metric]:
    """All of them."""
    for meter in (REQUESTS, TASKS, FAILURES, SWEPT):
        yield meter.family(numbers)
