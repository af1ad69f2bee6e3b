"""Files to start from, for one account: a small sample, and a template with every department's id. Both load back as they are."""

from collections.abc import Iterator
from typing import Final

from departments import selectors
from departments.models import Account
from people.imports.header.columns import EXACT

SAMPLE_HEADER: Final = ("Full name", "Email", *EXACT)
TEMPLATE_HEADER: Final = (*SAMPLE_HEADER, "Department")
"""The last column is only for people: it says whose id that is."""


def sample_rows(account: Account) -> list[tuple[str, ...]]:
    """Three people who show what the columns are for, with department ids of the account's own."""
    departments = Account.objects.live().filter(parent=account).order_by("id").values_list("id", flat=True)
    ids = [str(department_id) for department_id in departments[:2]] or [""]
    return [
        ("Élodie Marchand", "elodie.marchand@example.org", ids[0], "course_manager", "00417"),
        ("Farid Haddad", "farid.haddad@example.org", ids[-1], "", "00418"),
        ("Grace Oyelaran", "grace.oyelaran@example.org", "", "", ""),
    ]


def template_rows(account: Account) -> Iterator[tuple[str, ...]]:
    """An example person for the account and for each of its departments (a department's is itself), to be written over.

    Their addresses can belong to nobody (example.org is kept free for examples).
    """
    if account.is_partner:
        yield ("First Last", "first.last@example.org", "", "", "", account.name)
    for pk, name in selectors.departments_of(account).values_list("pk", "name").iterator():
        yield ("First Last", f"first.last.{pk}@example.org", str(pk), "", "", name)
