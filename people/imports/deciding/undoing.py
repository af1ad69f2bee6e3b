"""The values around the undoing of an import: what its rows did, who is there now, what is to be taken back. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from people.imports.deciding.plan import KnownMembership, Write
from people.outcomes import Outcome, Reversal
from people.roles import Role


class Reason(StrEnum):
    """Why a row was kept, or why there was nothing to undo. The words are in templates/people/reversals/<reason>.txt."""

    CHANGED = "changed"
    """Somebody has changed what the row made or changed."""
    SIGNED_IN = "signed_in"
    """The person whom the import made has signed in."""
    DEACTIVATED = "deactivated"
    """The person whom the import made was deactivated."""
    LAST_ADMIN = "last_admin"
    """The partner account would have no admin."""
    OWN_ADMIN = "own_admin"
    """Whoever undoes the import would take the admin role from themselves."""
    USED_ELSEWHERE = "used_elsewhere"
    """The name is used by other accounts too, and the import was a department's (R23)."""
    STILL_STAFF = "still_staff"
    """The person still has a staff role in a department, which brings "Department staff" (R12)."""
    GONE = "gone"
    """What the row made or changed is not there any more, or is as it was before already."""
    NOT_IMPORTED = "not_imported"
    """The import did not come to the row."""
    NOT_WRITTEN = "not_written"
    """The row was unchanged, skipped or failed: it wrote nothing."""


class DoneRow(NamedTuple):
    """What a row of an import did."""

    number: int
    outcome: Outcome | None
    """None when the import did not come to it."""
    account: int
    """Where it placed the person."""
    name: str
    role: Role
    """As it wrote them, if it made the membership."""
    member_id: str
    before: Mapping[str, str]
    """The values that it changed, by field, as they were."""
    after: Mapping[str, str]
    """The same values as they became."""
    made: frozenset[str]
    """What it made besides: "membership" for somebody who was there, "staff" for "Department staff"."""
    gives_name: bool = True
    """Whether the person was named as it says; another row's name may have stood already (R15), also that of a later row, if
    this one was put right and tried again."""


class PersonNow(NamedTuple):
    """A person as they are now."""

    id: int
    email: str
    name: str
    memberships: Mapping[int, KnownMembership]
    has_joined: bool = False
    """Whether they have signed in."""
    is_deactivated: bool = False
    is_elsewhere: bool = False
    """Whether they also belong to accounts that the import must not touch (R23)."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a batch has to be held against."""

    partner: int
    undoer: str
    """The address of who undoes it."""
    admins: Mapping[int, int] = field(default_factory=dict)
    """How many admins each account has in which one of the people is an admin."""


class Undoing(NamedTuple):
    """What is to be done with one person, and what is said of each of their rows."""

    reversals: tuple[tuple[Reversal, Reason | None], ...]
    """In the order of the rows."""
    person: int | None = None
    goes: bool = False
    """Whether the person is to be deleted."""
    name: str | None = None
    """The name to write; none to leave it."""
    removals: tuple[int, ...] = ()
    """The accounts out of which they are to be taken."""
    writes: tuple[Write, ...] = ()
    """The memberships to be put back as they were."""
