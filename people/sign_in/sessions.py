"""Sessions, as people see their own, and what is left of those that are over."""

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone


def forget() -> None:
    """Delete sessions that have expired, and the lines about them in people's lists."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM usersessions_usersession AS theirs WHERE NOT EXISTS"
            " (SELECT FROM django_session AS there WHERE there.session_key = theirs.session_key)"
        )
