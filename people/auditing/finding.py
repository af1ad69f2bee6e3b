"""Finding events: the newest first, with a constant number of statements, however many there are."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from departments.models import Account
from people.auditing.filters import EventFilter
from people.folding import fold
from people.models import Event, Person, User
from people.selectors import memberships_seen_from

_MOST_PEOPLE: Final = 200
"""So many who fit "who"; whoever fits more is to be named more exactly."""


def accounts_of(account: Account) -> list[int]:
    """The accounts whose events one sees working in ``account``: a partner's all, a department's own only (design §8)."""
    accounts = (
        Account.objects.filter(partner=account.pk) if account.is_partner else Account.objects.filter(pk=account.pk)
    )
    return list(accounts.values_list("pk", flat=True))


def events(account: Account, chosen: EventFilter, limit: int, *, reader: User) -> list[Event]:
    """At most ``limit`` of the events that ``reader`` sees from ``account``.

    Each account, and of each the kinds asked for, is looked into by itself along its index: so a page costs the same whether
    there are a thousand events or, with everybody's sign-ins of two years, a hundred million.
    """
    kinds: list[str | None] = [*chosen.kinds] or [None]
    conditions, parameters = _conditions(account, chosen, reader)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event.id FROM unnest(%s::bigint[]) AS place (id) CROSS JOIN unnest(%s::text[]) AS wanted (kind)"  # noqa: S608 (our own conditions)
            " CROSS JOIN LATERAL (SELECT id, at FROM people_event WHERE account_id = place.id"
            f" {'AND kind = wanted.kind' if chosen.kinds else ''} {conditions}"
            " ORDER BY at DESC, id DESC LIMIT %s) AS event ORDER BY event.at DESC, event.id DESC LIMIT %s",
            [accounts_of(account), kinds, *parameters, limit, limit],
        )
        found = [pk for (pk,) in cursor.fetchall()]
    related = Event.objects.filter(pk__in=found).select_related("account", "person", "import_run")
    return list(related.order_by("-at", "-id"))


def _conditions(account: Account, chosen: EventFilter, reader: User) -> tuple[str, list[Any]]:
    conditions: list[tuple[str, list[Any]]] = []
    if chosen.since:
        conditions.append(("AND at >= %s", [_midnight(chosen.since)]))
    if chosen.until and chosen.until < date.max:
        conditions.append(("AND at < %s", [_midnight(chosen.until + timedelta(days=1))]))
    if chosen.who:
        conditions.append(("AND by_id = ANY(%s)", [_users(account, chosen.who, reader)]))
    if chosen.before:
        # One of those that one sees: when somebody else's was written is nobody's business.
        one = "SELECT at, id FROM people_event WHERE id = %s AND account_id = ANY(%s)"
        conditions.append((f"AND (at, id) < ({one})", [chosen.before, accounts_of(account)]))
    return " ".join(text for text, _ in conditions), [value for _, values in conditions for value in values]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def people_named_from(account: Account) -> Any:
    """The people whom one may be told of working in ``account``."""
    people = Person.objects.filter(partner=account.partner_id)
    return people if account.is_partner else people.filter(pk__in=memberships_seen_from(account).values("person"))


def _users(account: Account, who: str, reader: User) -> list[int]:
    """The users whom the account's people with such a name or address are; the reader may be one, wherever they belong."""
    fitting = [Q(search_text__contains=word) for word in fold(who).split()]
    people = people_named_from(account).filter(*fitting).order_by("sort_key", "pk")
    themself = Person.objects.filter(*fitting, partner=account.partner_id, user=reader.pk)
    return [*themself.values_list("user", flat=True), *people.values_list("user", flat=True)[:_MOST_PEOPLE]]
