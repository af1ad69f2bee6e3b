"""What it works with: database, broker, cache, storage of uploads, mail server."""

import re
from email.utils import parseaddr
from typing import Any

from cerego import embedded
from cerego.settings.addresses import address, database, mail
from cerego.settings.environment import (
    CHECKOUT,
    IS_PRODUCTION,
    MOST_SECONDS,
    folder,
    installed,
    required,
    stop,
    text,
    whole,
)

DATABASE_URL = required("DATABASE_URL", embedded.database_url())
DATABASES = {"default": database("DATABASE_URL", DATABASE_URL)}
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Seconds that a statement, and waiting for a lock, may take while somebody waits for a page; and in a worker.
WEB_STATEMENT_SECONDS = whole("WEB_STATEMENT_SECONDS", 30, most=MOST_SECONDS)
WEB_LOCK_SECONDS = whole("WEB_LOCK_SECONDS", 10, most=MOST_SECONDS)
WORKER_STATEMENT_SECONDS = whole("WORKER_STATEMENT_SECONDS", 3600, most=MOST_SECONDS)

REDIS_URL = address(
    "REDIS_URL", required("REDIS_URL", embedded.redis_url()), {"redis", "rediss", "unix"}, "redis://host:6379/0"
)
# What processes share for a while: how often somebody has called.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# What ensure_running() has to start for us: the servers whose address nobody gave.
EMBEDDED = [name for name, variable in (("postgres", "DATABASE_URL"), ("redis", "REDIS_URL")) if not text(variable)]

# Uploaded files: in a directory, or in a bucket, which web and workers on several machines can share.
STORAGE_BUCKET = text("STORAGE_BUCKET")
if not STORAGE_BUCKET:
    MEDIA_ROOT = folder("MEDIA_ROOT", CHECKOUT / ".local" / "media")
if STORAGE_BUCKET:
    installed("storages.backends.s3", "STORAGE_BUCKET", "django-storages[s3]")
STORAGE_ENDPOINT = text("STORAGE_ENDPOINT")
if STORAGE_ENDPOINT:
    address("STORAGE_ENDPOINT", STORAGE_ENDPOINT, {"http", "https"}, "https://s3.example.com")
if bool(text("STORAGE_ACCESS_KEY")) != bool(text("STORAGE_SECRET_KEY")):
    stop("STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY belong together: set both or neither.")
IN_BUCKET = {
    "BACKEND": "cerego.bucket.Bucket",
    "OPTIONS": {
        "bucket_name": STORAGE_BUCKET,
        "endpoint_url": STORAGE_ENDPOINT or None,
        "region_name": text("STORAGE_REGION") or None,
        "access_key": text("STORAGE_ACCESS_KEY") or None,
        "secret_key": text("STORAGE_SECRET_KEY") or None,
        "location": text("STORAGE_PREFIX"),
    },
}
STORAGES: dict[str, dict[str, Any]] = {
    "default": IN_BUCKET if STORAGE_BUCKET else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

EMAIL_URL = required("EMAIL_URL", "consolemail://")
vars().update(mail("EMAIL_URL", EMAIL_URL))
EMAIL_TIMEOUT = 30  # seconds for each answer of the mail server
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "Cerego People <people@localhost>")
if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(DEFAULT_FROM_EMAIL)[1]):
    stop("DEFAULT_FROM_EMAIL has to hold an e-mail address, such as Cerego People <people@example.com>.")
