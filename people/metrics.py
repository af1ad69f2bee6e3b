"""What Prometheus is told at /metrics: the same whichever process is asked. The state of the imports is as the database has it.

What processes count of their own doings comes from :mod:`cerego.metrics`, added up over all of them.
"""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from cerego import health
from cerego.metrics import counting, meters
from people.imports import watch


class Numbers(Collector):
    """The numbers, read anew whenever somebody asks; of the imports none while the database is away."""

    def collect(self) -> Iterable[Metric]:
        state = health.state()
        up = GaugeMetricFamily("cerego_service_up", "1 if the service is all right.", labels=["service"])
        for service, words in state.items():
            up.add_metric([service], float(words == "ok"))
        tasks = GaugeMetricFamily("cerego_queue_tasks", "Tasks that no worker has taken yet.")
        if (waiting := counting.waiting_tasks()) is not None:
            tasks.add_metric([], waiting)
        of_imports = self._of_imports() if state["database"] == "ok" else ()
        return [up, *of_imports, tasks, *meters.families(counting.added_up())]

    @staticmethod
    def _of_imports() -> Iterable[Metric]:
        found = watch.watched()
        imports = GaugeMetricFamily("cerego_imports", "Imports by status.", labels=["status"])
        for status, count in found.by_status.items():
            imports.add_metric([status], count)
        rows = CounterMetricFamily("cerego_import_rows", "Rows of all imports by outcome.", labels=["outcome"])
        for outcome, count in found.rows.items():
            rows.add_metric([outcome], count)
        wait = GaugeMetricFamily("cerego_import_wait_seconds", "How long the longest waiting import waits.")
        wait.add_metric([], found.oldest_wait)
        attempts = GaugeMetricFamily("cerego_import_attempts", "The most attempts without progress of a moving import.")
        attempts.add_metric([], found.attempts)
        return [imports, rows, wait, attempts]


REGISTRY = CollectorRegistry()
REGISTRY.register(Numbers())


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """/metrics, to whoever sends METRICS_TOKEN as a bearer token; without that setting there is none."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(generate_latest(REGISTRY), content_type="text/plain; version=0.0.4; charset=utf-8")
