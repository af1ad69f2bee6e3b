"""The Celery application. PostgreSQL is the truth about every import; the broker only carries nudges (design §6, L6)."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init
from django.conf import settings

from cerego import embedded

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
