"""The Celery application. PostgreSQL is the truth about every import; the broker only carries nudges (design §6, L6)."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, task_postrun, worker_process_init
from django.conf import settings
from django.db import reset_queries

from cerego import embedded
from cerego.limits import limit_statements
from cerego.logs import tasks as logs_of_tasks  # noqa: F401  (both connect to Celery's signals)
from cerego.metrics import tasks as metrics_of_tasks  # noqa: F401

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cerego.settings")

app = Celery("cerego")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def have_services(**_: Any) -> None:
    """A worker or beat that was started by hand finds its services running, as every process of the checkout does."""
    try:
        embedded.ensure_running(settings.EMBEDDED)
    except embedded.Unavailable as error:
        raise SystemExit(str(error)) from error


@worker_process_init.connect
def limit_what_hangs(**_: Any) -> None:
    """A statement that never ends would keep its worker for ever; a worker that falls silent in a transaction, whatever it
    is for, would keep others from what it has locked (L4). Waiting for locks is up to what is worked on.
    """
    limit_statements(seconds=settings.WORKER_STATEMENT_SECONDS, idle_seconds=settings.IMPORT_LEASE_SECONDS)


@worker_process_init.connect
def spare_the_collector(**_: Any) -> None:
    """What is loaded stays: Python's garbage collector need not go through it again for every few thousand rows.

    Rows hold no cycles, so they are freed without it; a collection now and then is for what libraries leave behind.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@task_postrun.connect
def forget_queries(**_: Any) -> None:
    """While DEBUG is on, Django remembers every statement until somebody says that a request has ended."""
    reset_queries()
