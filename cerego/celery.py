"""The Celery application. PostgreSQL is the truth about every import; the broker only carries nudges (design §6, L6)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cerego.settings")

app = Celery("cerego")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
