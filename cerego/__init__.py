"""The project: settings, addresses, the worker, and what every app shares."""

from cerego.celery import app as celery_app

__all__ = ["celery_app"]
