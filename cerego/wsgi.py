"""The door for web servers: gunicorn cerego.wsgi."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from cerego import embedded
from cerego.limits import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cerego.settings")

embedded.ensure_running(settings.EMBEDDED)
limit_statements(seconds=settings.WEB_STATEMENT_SECONDS, lock_seconds=settings.WEB_LOCK_SECONDS)
application = get_wsgi_application()
