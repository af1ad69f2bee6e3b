"""Gunicorn's settings, read by itself from here. All that is particular to an installation stands in cerego.settings."""

from cerego.settings import LOGGING, WEB_PROCESSES

bind = "0.0.0.0:8000"  # in a container
preload_app = True  # a mistake in the settings stops the start, once, with one line
workers = WEB_PROCESSES
worker_class = "gthread"
threads = 4
timeout = 120  # seconds; the largest allowed upload over a slow line
max_requests = 5_000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"  # noqa: S108  (its heartbeat file: on a disk that stalls, a healthy process would look dead)
control_socket_disable = True
forwarded_allow_ips = ""  # whose X-Forwarded-Proto counts, the setting BEHIND_PROXY says; not that somebody is near
# Requests are logged by the site itself: addresses hold what people search for, and links that open something.
accesslog = None
logconfig_dict = LOGGING
