"""Celery (L6). The visibility timeout stands in all three places, because the shortest of any app on the broker wins."""

from cerego.broker import broker_url
from cerego.settings.environment import whole
from cerego.settings.imports import IMPORT_SWEEP_SECONDS
from cerego.settings.services import REDIS_URL

VISIBILITY_TIMEOUT_SECONDS = whole("VISIBILITY_TIMEOUT_SECONDS", 3600)
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": VISIBILITY_TIMEOUT_SECONDS,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    # Kombu would try for six seconds, while somebody waits for a page. Workers have a patience of their own.
    "max_retries": 1,
    "interval_start": 0,
}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": VISIBILITY_TIMEOUT_SECONDS}
CELERY_VISIBILITY_TIMEOUT = VISIBILITY_TIMEOUT_SECONDS
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = whole("WORKER_PROCESSES", 2, most=1_000)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as that takes
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
# A page that can't reach the broker says so at once; the sweeper picks the import up later (L5).
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "imports"
CELERY_BEAT_SCHEDULE = {
    # Not worth doing late: where workers were away, the next one does for all.
    "sweep-imports": {
        "task": "people.tasks.sweep_imports",
        "schedule": IMPORT_SWEEP_SECONDS,
        "options": {"expires": IMPORT_SWEEP_SECONDS},
    },
    "send-mails": {"task": "people.tasks.send_mails", "schedule": 10.0, "options": {"expires": 10.0}},
    "forget-events": {"task": "people.tasks.forget_events", "schedule": 3600.0},
    "forget-sessions": {"task": "people.tasks.forget_sessions", "schedule": 3600.0},
    "expire-imports": {"task": "people.tasks.expire_imports", "schedule": 3600.0},
}
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # in memory: what there is to sweep is in the database
