"""Adding a few people whom somebody has typed in: an import of a file that is made of their lines."""

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models.functions import Now

from cerego.formulas import escaped
from departments.models import Account
from people.imports import intake
from people.imports import run as runs
from people.imports.deciding.plan import Options
from people.imports.header.columns import EXACT
from people.imports.matching.mapping import build
from people.models import Import, Person, User
from people.roles import Role
from people.selectors import memberships_seen_from
from people.services import lock_people
from people.values import email_from, name_from

TITLE: Final = "Added by hand"
"""What such an import is called where others have the name of their file."""
_DOUBLE_CLICK: Final = timedelta(minutes=1)
_LINE: Final = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]*)>|(?P<alone>[^<>\s]+)")
_AROUND: Final = "\"'“”,; \t"


class TypedPerson(NamedTuple):
    """One line: a name, perhaps none, and an address in its canonical form; from a script perhaps a member ID too."""

    name: str
    email: str
    member_id: str = ""


def read_line(line: str) -> TypedPerson | None:
    """What a line says: "Ann Arbor <ann@example.org>", "ann@example.org", or both parted by a comma, a semicolon or a tab, as
    they come out of a spreadsheet; none if it is nothing of this.

    Raises :class:`Refused` for what can't be a name (R6) or an address (R7).
    """
    # Stripped outside of the pattern: one that may take blanks in two places tries all ways to share them out.
    line = line.strip().strip(",; \t")
    name, separator, email = max((line.rpartition(sign) for sign in ",;\t"), key=lambda parts: len(parts[0]))
    if separator and "@" in email and "@" not in name and not set("<>").intersection(line):
        return TypedPerson(name_from(name.strip(_AROUND)), email_from(email.strip()))
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    name = (found["name"] or "").strip(_AROUND)
    return TypedPerson(name_from(name) if name else "", email_from(found["alone"] or found["email"] or ""))


def add_people(*, account: Account, people: Sequence[TypedPerson], department: int, role: Role, by: User) -> Import:
    """Have them imported into ``account``: the import checks itself and goes on; its page tells what became of each.

    Whose name was not typed keeps the one they have here, or gets one made of the address. Raises :class:`Refused`.
    """
    content = _file(people, _names(account, people), "" if department == account.pk else str(department), role)
    with transaction.atomic():
        lock_people(account.partner_id)  # so that the second of two clicks finds the first one's import
        since = Now() - _DOUBLE_CLICK
        clicked = Import.objects.filter(account=account, created_by=by, by_hand=True, created_at__gt=since)
        run = clicked.filter(sha256=hashlib.sha256(content).hexdigest()).first()
        if run is None:
            run = _import(account, content, by)
        return run


def _import(account: Account, content: bytes, by: User) -> Import:
    stream, size = io.BytesIO(content), len(content)
    run = intake.upload(
        account=account, stream=stream, file_name=TITLE, size=size, by=by, by_hand=True, is_limited=True
    )
    run = runs.match(run=run, mapping=build(run.header, name=[0], email=1), options=Options(), by=by)
    return runs.start(run=run, by=by)


def _names(account: Account, people: Sequence[TypedPerson]) -> dict[str, str]:
    """The names of those whom one sees here already, by address."""
    seen = memberships_seen_from(account).values("person_id")
    here = Person.objects.filter(partner=account.partner_id, email__in=[person.email for person in people], pk__in=seen)
    return dict(here.values_list("email", "full_name"))


def _file(people: Sequence[TypedPerson], names: dict[str, str], department: str, role: Role) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("Name", "Email", *EXACT))
    role_cell = "" if role is Role.LEARNER else role.value  # learner is what a blank cell means, and no word of files
    for name, email, member_id in people:
        shown = name or names.get(email) or _name_of(email)
        writer.writerow((escaped(shown), escaped(email), department, role_cell, escaped(member_id)))
    return text.getvalue().encode("utf-8-sig")


def _name_of(email: str) -> str:
    """ann.arbor@example.org is likely Ann Arbor; whoever knows better changes it on their page."""
    words = re.split(r"[^a-z0-9]+", email.partition("@")[0])
    return " ".join(word.capitalize() for word in words if word) or email
