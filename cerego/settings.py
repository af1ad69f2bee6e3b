"""Settings, all from the environment. Every variable is described in .env.example; a test holds that complete."""

from pathlib import Path
from urllib.parse import urlsplit

import environ

from cerego import embedded
from cerego.broker import broker_url

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()
env.prefix = ""
environ.Env.read_env(ROOT / ".env")

PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=not PRODUCTION)


def required_in_production(name: str, otherwise: str) -> str:
    """The variable's value; outside production ``otherwise`` stands in, in production a missing one stops the start.

    With one line for whoever starts it, whatever the program: a traceback would hide it.
    """
    value: str = env.str(name, default="")
    if value:
        return value
    if PRODUCTION:
        raise SystemExit(f"{name} is not set. In production it must be: see .env.example.")
    return otherwise


SECRET_KEY = required_in_production("SECRET_KEY", "for-development-only-never-for-production-0123456789")
DATABASE_URL = required_in_production("DATABASE_URL", embedded.database_url())
REDIS_URL = required_in_production("REDIS_URL", embedded.redis_url())
# What ensure_running() has to start for us: the servers whose address nobody gave.
EMBEDDED = [
    name
    for name, variable in (("postgres", "DATABASE_URL"), ("redis", "REDIS_URL"))
    if not env.str(variable, default="")
]
# Where `make run` was last to be found: links that commands print should lead there.
LAST_SITE_URL = ROOT / ".local" / "site-url"
DEVELOPMENT_SITE_URL = LAST_SITE_URL.read_text() if LAST_SITE_URL.is_file() else "http://localhost:8000"
SITE_URL = required_in_production("SITE_URL", DEVELOPMENT_SITE_URL).rstrip("/")
HTTPS = PRODUCTION and SITE_URL.startswith("https:")
OWN_HOSTS = [urlsplit(SITE_URL).hostname] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=OWN_HOSTS)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "django_htmx",
    "rest_framework",
    "cerego",
    "departments",
    "people",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    *(["whitenoise.middleware.WhiteNoiseMiddleware"] if PRODUCTION else []),  # runserver has its own way
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "people.middleware.AdministeredAccounts",
]

ROOT_URLCONF = "cerego.urls"
WSGI_APPLICATION = "cerego.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "people.context.shell",
            ],
        },
    },
]

DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if "host" in (options := DATABASES["default"].get("OPTIONS", {})):  # ?host=/directory/of/the/socket
    DATABASES["default"].update(HOST=options.pop("host"), PORT=options.pop("port", ""))
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(ROOT / ".local" / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Signing in: an e-mail address and a password; nobody signs up by themselves.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Cerego People <people@localhost>")

# Sessions and cookies. Whether there is HTTPS, SITE_URL says.
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=HTTPS)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
X_FRAME_OPTIONS = "DENY"

# What an import may hold. The upload page states these (R27).
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=200 * 1024 * 1024)
IMPORT_MAX_ROWS = env.int("IMPORT_MAX_ROWS", default=1_000_000)
IMPORT_MAX_COLUMNS = env.int("IMPORT_MAX_COLUMNS", default=200)
IMPORT_MAX_ROWS_PER_PERSON = env.int("IMPORT_MAX_ROWS_PER_PERSON", default=2_000)
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# How an import runs (design §6).
IMPORT_BATCH_ROWS = env.int("IMPORT_BATCH_ROWS", default=5_000)
IMPORT_SLICE_SECONDS = env.float("IMPORT_SLICE_SECONDS", default=5.0)
IMPORT_LEASE_SECONDS = env.float("IMPORT_LEASE_SECONDS", default=30.0)
IMPORT_SWEEP_SECONDS = env.float("IMPORT_SWEEP_SECONDS", default=30.0)
IMPORT_MAX_ATTEMPTS = env.int("IMPORT_MAX_ATTEMPTS", default=5)

# Celery (L6): the visibility timeout stands in all three places, because the shortest of any app on the broker wins.
VISIBILITY_TIMEOUT_SECONDS = env.int("VISIBILITY_TIMEOUT_SECONDS", default=3600)
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
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as that takes
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
# A page that can't reach the broker says so at once; the sweeper picks the import up later (L5).
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "imports"
CELERY_BEAT_SCHEDULE = {"sweep-imports": {"task": "people.tasks.sweep_imports", "schedule": IMPORT_SWEEP_SECONDS}}
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # in memory: what there is to sweep is in the database

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
}
