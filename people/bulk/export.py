"""The people of a list as a file, a row a place, in the columns that an import reads: it loads back."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet

from cerego.formulas import escaped
from departments.models import Account
from people.imports.header.columns import EXACT
from people.models import Person
from people.roles import Role
from people.selectors import memberships_seen_from

HEADER: Final[Sequence[str]] = ("Name", "Email", *EXACT)
_AT_A_TIME: Final = 1_000
_UNNAMED: Final = frozenset({Role.LEARNER.value, Role.DEPARTMENT_STAFF.value})
"""The roles that no file can give; a blank cell leaves them as they are (R10, R18)."""


def rows(people: QuerySet[Person], account: Account) -> Iterator[Sequence[str]]:
    """The places that one sees from ``account``, by address; taken some at a time, so that a million need no memory.

    Left out is what a file can't say: Department staff, which comes by itself, and places in archived departments.
    """
    seen = memberships_seen_from(account).filter(account__archived_at=None).exclude(role=Role.DEPARTMENT_STAFF.value)
    columns = ("person__full_name", "person__email", "account_id", "partner_id", "role", "member_id")
    for persons in _some_at_a_time(people):
        found = seen.filter(person__in=persons).order_by("person__email", "account_id")
        for name, email, account_id, partner_id, role, member_id in found.values_list(*columns):
            department = "" if account_id == partner_id else str(account_id)
            yield escaped(name), escaped(email), department, "" if role in _UNNAMED else role, escaped(member_id)


def _some_at_a_time(people: QuerySet[Person]) -> Iterator[list[int]]:
    """Their ids in the order of their addresses. No transaction and no cursor waits for a slow line."""
    last = ""
    while chunk := list(people.filter(email__gt=last).order_by("email").values_list("email", "pk")[:_AT_A_TIME]):
        yield [pk for _, pk in chunk]
        last = chunk[-1][0]
