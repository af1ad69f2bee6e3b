"""Where it runs and what it consists of: addresses, secrets, apps, middleware, templates, files of the site."""

from urllib.parse import urlsplit

from cerego.settings.addresses import hosts, site
from cerego.settings.environment import (
    CHECKOUT,
    IS_PRODUCTION,
    flag,
    is_weak,
    refused_in_production,
    required,
    time_zone,
    whole,
    words,
)

PRODUCTION = IS_PRODUCTION
ROOT = CHECKOUT
DEBUG = flag("DEBUG", default=not IS_PRODUCTION)
if DEBUG:
    refused_in_production("DEBUG is on, which shows secrets to everybody. In production it must be off.")
_IN_DEVELOPMENT = "for-development-only-never-for-production-0123456789"  # which everybody can read here
SECRET_KEY = required("SECRET_KEY", _IN_DEVELOPMENT)
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS", [])
for secret in [SECRET_KEY, *SECRET_KEY_FALLBACKS]:
    if is_weak(secret, least=50) or secret == _IN_DEVELOPMENT:
        refused_in_production("SECRET_KEY is too easy to guess: it needs at least 50 characters, by chance.")

# Where `make run` was last to be found: links that commands print should lead there.
LAST_SITE_URL = CHECKOUT / ".local" / "site-url"
DEVELOPMENT_SITE_URL = LAST_SITE_URL.read_text() if LAST_SITE_URL.is_file() else "http://localhost:8000"
SITE_URL = site("SITE_URL", required("SITE_URL", DEVELOPMENT_SITE_URL))
HTTPS = IS_PRODUCTION and SITE_URL.startswith("https:")
OWN_HOSTS = [str(urlsplit(SITE_URL).hostname)] if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS", OWN_HOSTS)
if "*" in ALLOWED_HOSTS:
    refused_in_production("ALLOWED_HOSTS has a * in it. Name the hosts.")
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
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "cerego",
    "departments",
    "people",
]

MIDDLEWARE = [
    "cerego.stack.RoomOnTheStack",  # around all others, whose calls lie on the stack too
    "cerego.middleware.BrowserRules",  # before what may give an answer: for every answer, whoever gives it
    "cerego.health.Health",  # early: who asks knows no host name, and the database may be away
    "cerego.logs.requests.RequestLog",
    "cerego.metrics.requests.CountRequests",
    "django.middleware.security.SecurityMiddleware",
    *(["whitenoise.middleware.WhiteNoiseMiddleware"] if IS_PRODUCTION else []),  # runserver has its own way
    "cerego.middleware.BodyLimit",
    "cerego.middleware.DatabaseAtHand",
    "cerego.middleware.Origin",
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
    "people.middleware.CameFrom",
    "people.middleware.UploadsOfStrangers",
    "people.middleware.RefusedAccess",
    "people.middleware.TwoFactorWanted",
]

ROOT_URLCONF = "cerego.urls"
WSGI_APPLICATION = "cerego.wsgi.application"
WEB_PROCESSES = whole("WEB_PROCESSES", 2, most=1_000)  # read by gunicorn.conf.py

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [CHECKOUT / "templates"],
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

FORM_RENDERER = "cerego.forms.Renderer"

LANGUAGE_CODE = "en"
TIME_ZONE = time_zone("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = CHECKOUT / "staticfiles"
STATICFILES_DIRS = [CHECKOUT / "static"]
