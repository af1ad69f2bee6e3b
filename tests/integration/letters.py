"""The mails to those who wait for an import: what tests look at of them."""

from typing import Any

from people.imports import letters
from people.models import ImportLetter
from tests.security.mailbox import Server

ROWS = ("Ann Arbor,ann@example.org,,,", "Bo Ek,bo,,,", "Cy Dahl,cy@example.org,,,")


def sent() -> Any:
    """The one mail that was sent."""
    letters.send_due()
    (mail,) = Server.taken
    return mail


def words(text: object) -> str:
    """A text with single blanks."""
    return " ".join(str(text).split())


def states() -> set[str]:
    return set(ImportLetter.objects.values_list("state", flat=True))
