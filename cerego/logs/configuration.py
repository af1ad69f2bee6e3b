"""The one configuration of all processes: web, worker, beat, commands."""

from typing import Any, Final

_TALKATIVE: Final = ("botocore", "boto3", "s3transfer", "urllib3", "django.db.backends")
"""What at DEBUG would write keys or values."""
_EVERY_FEW_SECONDS: Final = ("celery.beat",)
"""What at INFO would say again and again that all is well."""
_OF_TASKS: Final = ("celery.worker.strategy", "celery.app.trace")
"""What says that a task has come, and that it is done."""
_HAVE_THEIR_OWN: Final = ("gunicorn.error", "django")
"""What brings handlers of its own, where ours are meant."""


def configuration(*, as_json: bool, level: str) -> dict[str, Any]:
    """For logging.config.dictConfig: everything goes to standard error, as JSON or as plain text."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"rounds": {"()": "cerego.logs.lines.WithoutRounds"}},
        "formatters": {"line": {"()": f"cerego.logs.lines.{'JsonLines' if as_json else 'PlainLines'}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {
            **{name: {"level": "INFO"} for name in _TALKATIVE},
            **{name: {"level": "WARNING"} for name in _EVERY_FEW_SECONDS},
            **{name: {"filters": ["rounds"]} for name in _OF_TASKS},
            **{name: {"handlers": [], "propagate": True} for name in _HAVE_THEIR_OWN},
            # Of requests it says what a line of ours says already; what is left are files of pages that are not there.
            "django.server": {"handlers": [], "propagate": True, "level": "WARNING"},
        },
        "root": {"handlers": ["stderr"], "level": level},
    }
