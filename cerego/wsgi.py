"""The door for web servers: gunicorn cerego.wsgi."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from cerego import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cerego.settings")

embedded.ensure_running(settings.EMBEDDED)
application = get_wsgi_application()
