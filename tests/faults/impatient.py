"""The site's settings for workers that look every second whether a message was in somebody's hands for too long."""

from cerego.settings import *  # noqa: F403 (settings are)
from cerego.settings import CELERY_BROKER_TRANSPORT_OPTIONS

CELERY_BROKER_TRANSPORT_OPTIONS |= {"unacked_restore_interval": 1, "unacked_restore_throttle": 1}
