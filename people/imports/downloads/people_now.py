"""The people of an import as they are now, a row a place, in the columns that an import reads."""

from collections.abc import Iterator, Sequence
from typing import Final

from cerego.formulas import escaped
from departments.models import Account
from people.imports.downloads.stored import ROWS_AT_A_TIME, refuse_half
from people.imports.header.columns import EXACT
from people.models import Import, ImportRow
from people.outcomes import WRITTEN
from people.roles import Role
from people.selectors import memberships_seen_from

HEADER: Final[Sequence[str]] = ("Name", "Email", *EXACT)
_UNNAMED: Final = frozenset({Role.LEARNER.value, Role.DEPARTMENT_STAFF.value})
"""The roles that no file can give; a blank cell leaves them as they are (R10, R18)."""


def rows(run: Import, account: Account) -> Iterator[Sequence[str]]:
    """The places that one sees from ``account``, of the people whom the import made or met, by address.

    Left out is what a file can't say: Department staff of the partner account, which comes by itself with a role in a
    department (R12), and places in archived departments.
    """
    seen = memberships_seen_from(account).filter(account__archived_at=None).exclude(role=Role.DEPARTMENT_STAFF.value)
    columns = ("person__full_name", "person__email", "account_id", "partner_id", "role", "member_id")
    for persons in _persons(run):
        found = seen.filter(person__in=persons).order_by("person__email", "account_id")
        for name, email, account_id, partner_id, role, member_id in found.values_list(*columns):
            department = "" if account_id == partner_id else str(account_id)
            role_cell = "" if role in _UNNAMED else role
            yield (escaped(name), escaped(email), department, role_cell, escaped(member_id))
    refuse_half(run)


def _persons(run: Import) -> Iterator[Sequence[int]]:
    """The ids of the people, in the order of their addresses; all rows of one person have the same address."""
    written = ImportRow.objects.filter(import_run=run, outcome__in=WRITTEN).exclude(person_id=None)
    rows = written.order_by("email", "number").values_list("email", "person_id")
    chunk = list(rows.filter(email__gt="")[:ROWS_AT_A_TIME])
    while chunk:
        yield list({person_id for _, person_id in chunk if person_id is not None})
        chunk = list(rows.filter(email__gt=chunk[-1][0])[:ROWS_AT_A_TIME])
