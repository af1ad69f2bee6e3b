"""How far a person has come: their status. Pure: no Django, no database."""

from enum import StrEnum
from typing import Final


class PersonStatus(StrEnum):
    """A person's status in one partner; exactly one at a time."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    ACTIVE = "active"
    """Has signed in since they belong to the partner."""
    DEACTIVATED = "deactivated"


STATUS_WORDS: Final = {
    PersonStatus.NOT_INVITED: "Not invited",
    PersonStatus.INVITED: "Invited",
    PersonStatus.ACTIVE: "Active",
    PersonStatus.DEACTIVATED: "Deactivated",
}
"""What people read for each status."""


def status_of(*, invited: bool, joined: bool, deactivated: bool) -> PersonStatus:
    """The status that follows from what has happened; the last of it counts."""
    if deactivated:
        return PersonStatus.DEACTIVATED
    if joined:
        return PersonStatus.ACTIVE
    return PersonStatus.INVITED if invited else PersonStatus.NOT_INVITED
