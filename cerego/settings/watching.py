"""How it is watched: logs, and who may ask for the numbers."""

import logging

from cerego.logs.configuration import configuration
from cerego.settings.addresses import address
from cerego.settings.environment import IS_PRODUCTION, installed, is_weak, one_of, refused_in_production, text

LOG_LEVEL = one_of("LOG_LEVEL", "INFO", {"DEBUG", "INFO", "WARNING", "ERROR"})
# What watches the installation says at /metrics who it is; empty: there is no such page.
METRICS_TOKEN = text("METRICS_TOKEN")
if METRICS_TOKEN and is_weak(METRICS_TOKEN, least=32):
    refused_in_production("METRICS_TOKEN is too easy to guess: it needs at least 32 characters, by chance.")

# Where mistakes are reported to; empty: nowhere. They quote nobody, as logs don't.
SENTRY_DSN = text("SENTRY_DSN")
if SENTRY_DSN:
    installed("sentry_sdk", "SENTRY_DSN", "sentry-sdk")
    address("SENTRY_DSN", SENTRY_DSN, {"http", "https"}, "https://key@sentry.example.com/1")

LOGGING = configuration(as_json=IS_PRODUCTION, level=LOG_LEVEL)
logging.captureWarnings(IS_PRODUCTION)  # else they are written past all this
