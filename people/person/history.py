"""What happened to a person, seen from an account: what somebody did, and which rows of which imports made or changed what."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from departments.models import Account
from people.imports.report import ShownChange, changes_in_words
from people.models import Event, Import, Person, User
from people.models.events import EventKind
from people.naming import Named, named
from people.outcomes import Reversal
from people.roles import Role

MOST: Final = 100
"""As many entries as the page shows: the newest."""


TOLD: Final = (
    EventKind.PARTNER_CREATED,
    EventKind.PERSON_RENAMED,
    EventKind.PERSON_ADDRESS_CHANGED,
    EventKind.PERSON_DEACTIVATED,
    EventKind.PERSON_REACTIVATED,
    EventKind.MEMBERSHIP_ADDED,
    EventKind.MEMBERSHIP_REMOVED,
    EventKind.ROLE_CHANGED,
    EventKind.MEMBER_ID_CHANGED,
    EventKind.INVITATION_RESENT,
    EventKind.INVITATION_LINK_SHOWN,
    EventKind.INVITATION_ACCEPTED,
)
"""The kinds of events that are told: what others did about the person, and not each time they came in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. The words for its kind are in templates/people/_entry.html."""

    at: datetime
    kind: str
    """An event's kind, or "row"."""
    by: str
    """Who did it, in words; empty when they are not to be named."""
    account: Account
    details: Mapping[str, Any] = field(default_factory=dict)
    row: "RowTold | None" = None


@dataclass(frozen=True, slots=True)
class RowTold:
    """What a row of an import did to the person."""

    run: Import
    number: int
    placed_as: str
    """The role with which it put them into the account, or empty."""
    made_person: bool
    makes_staff: bool
    changes: tuple[ShownChange, ...]
    is_reversed: bool


def history_of(account: Account, person: Person, *, reader: User) -> list[Entry]:
    """What ``reader`` is shown, the newest first; of a department only what happened in it (design §8). Six queries."""
    events = Event.objects.filter(person=person.pk, kind__in=TOLD).select_related("account")
    if not account.is_partner:
        events = events.filter(account=account.pk)
    newest = list(events.order_by("-at", "-id")[:MOST])
    rows = _rows(account, person)
    runs = Import.objects.select_related("account").in_bulk({row.run for row in rows})
    departments = Account.objects.filter(partner=account.partner_id).in_bulk(
        {row.department for row in rows if row.department}
    )
    users = {event.by_id for event in newest} | {run.created_by_id for run in runs.values()}
    names = named(account, users, reader=reader)
    told = [
        Entry(event.at, event.kind, _by(names[event.by_id]), event.account or account, event.details)
        for event in newest
    ]
    for row in rows:
        run = runs[row.run]
        told.append(_row_entry(run, row, departments.get(row.department or 0, run.account), names))
    return sorted(told, key=lambda entry: entry.at, reverse=True)[:MOST]


class _Row(NamedTuple):
    run: int
    number: int
    department: int | None
    role: str
    outcome: str
    before: dict[str, str]
    after: dict[str, Any]
    reversal: str


def _rows(account: Account, person: Person) -> list[_Row]:
    """The rows that made or changed something of the person. They are found by address, the present one and those of
    before: the largest table has no index by person, which every row of every import would have to pay for.
    """
    changed = Event.objects.filter(person=person.pk, kind=EventKind.PERSON_ADDRESS_CHANGED)
    addresses = [person.email, *changed.values_list("details__before", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT run.id, number, department, role, outcome, before, after, reversal FROM people_import AS run"
            # Each import looked into by itself (OFFSET 0), so that no statistics make it go through all rows instead.
            " CROSS JOIN LATERAL (SELECT * FROM people_importrow WHERE import_run_id = run.id AND email = ANY(%s) OFFSET 0)"
            " AS row WHERE run.partner_id = %s AND (run.account_id = %s OR run.partner_id = %s)"
            " AND person_id = %s AND outcome IN ('created', 'updated') ORDER BY run.id DESC, number LIMIT %s",
            [addresses, account.partner_id, account.pk, account.pk, person.pk, MOST],
        )
        return [
            _Row(
                run, number, department, role, outcome, json.loads(before or "{}"), json.loads(after or "{}"), reversal
            )
            for run, number, department, role, outcome, before, after, reversal in cursor.fetchall()
        ]


def _row_entry(run: Import, row: _Row, place: Account, names: Mapping[int | None, Named]) -> Entry:
    made = row.after.get("made", [])
    is_new = row.outcome == "created"
    told = RowTold(
        run=run,
        number=row.number,
        placed_as=(row.role or Role.LEARNER.value) if is_new or "membership" in made else "",
        made_person=is_new,
        makes_staff="staff" in made,
        changes=changes_in_words(row.before, row.after),
        is_reversed=row.reversal == Reversal.REVERSED,
    )
    return Entry(run.started_at or run.created_at, "row", _by(names[run.created_by_id]), place, row=told)


def _by(named: Named) -> str:
    return named.name if named.email else ""
