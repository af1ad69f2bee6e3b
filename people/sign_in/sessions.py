"""Sessions, as people see their own, and what is left of those that are over."""

from typing import Final

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

_BROWSERS: Final = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "FxiOS/": "Firefox",
                    "SamsungBrowser/": "Samsung Internet", "CriOS/": "Chrome", "Chrome/": "Chrome",
                    "Safari/": "Safari"}  # fmt: skip
"""What browsers call themselves, by what to look for first: most name others too, to be taken for them."""
_SYSTEMS: Final = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "CrOS": "ChromeOS", "Windows": "Windows",
                   "Macintosh": "Mac", "Linux": "Linux"}  # fmt: skip


def device_words(user_agent: str) -> str:
    """A browser and what it runs on, as people call them: “Firefox on Windows”; what nobody knows as it calls itself."""
    browser = next((words for sign, words in _BROWSERS.items() if sign in user_agent), "")
    system = next((words for sign, words in _SYSTEMS.items() if sign in user_agent), "")
    return " on ".join(filter(None, (browser, system))) or user_agent[:80] or "Unknown"


def forget() -> None:
    """Delete sessions that have expired, and the lines about them in people's lists."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM usersessions_usersession AS theirs WHERE NOT EXISTS"
            " (SELECT FROM django_session AS there WHERE there.session_key = theirs.session_key)"
        )
