"""The values around the decider: what was chosen, what is known, what is to be done. Pure.

What comes by the row is a NamedTuple: as frozen as a dataclass, and made in a quarter of the time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple, Self

from people.imports.deciding.parse import ParsedRow
from people.imports.header.columns import Field
from people.imports.issues import Issue
from people.outcomes import Outcome
from people.roles import Role

Ledger = dict[int, int]
"""By account, how many admins it has more (or, below zero, fewer) than in the database, by what was decided so far."""


class Existing(StrEnum):
    """What to do with people who are there already (R17)."""

    UPDATE = "update"
    ADD_ONLY = "add-only"


class Problems(StrEnum):
    """What to do about rows with problems (R28)."""

    SKIP = "skip"
    STOP = "stop"


class Invitations(StrEnum):
    """When to invite the new people (R31)."""

    LATER = "later"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Options:
    """What the admin chose on the mapping page."""

    existing: Existing = Existing.UPDATE
    problems: Problems = Problems.SKIP
    invitations: Invitations = Invitations.LATER

    def as_json(self) -> dict[str, str]:
        """The form in which they are stored."""
        return {
            "existing": self.existing.value,
            "problems": self.problems.value,
            "invitations": self.invitations.value,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Self:
        """The options that :meth:`as_json` stored, perhaps when there were fewer."""
        invitations = Invitations(stored.get("invitations", Invitations.LATER))
        return cls(Existing(stored["existing"]), Problems(stored["problems"]), invitations)

    def checks_like(self, stored: Mapping[str, str]) -> bool:
        """Whether a check with ``stored`` options foresees the same as one with these: invitations change no row."""
        return bool(stored) and replace(self, invitations=Invitations.LATER) == replace(
            self.from_json(stored), invitations=Invitations.LATER
        )


@dataclass(frozen=True, slots=True)
class KnownMembership:
    """A membership that is there."""

    role: Role
    member_id: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person that is there."""

    id: int
    name: str
    memberships: Mapping[int, KnownMembership]
    """By account; at least those in accounts the rows may name, and in the partner."""
    is_deactivated: bool = False
    is_elsewhere: bool = False
    """Whether they also belong to accounts that the import must not touch (R23)."""
    is_made_here: bool = False
    """Whether earlier rows of the same import have made them: then they are new to it still (R17)."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a batch of rows has to be held against."""

    account: int
    """The account worked in: where rows with a blank department cell go."""
    partner: int
    uploader: str
    """The uploader's canonical address."""
    departments: frozenset[int]
    """The departments that a row may name: all live ones of the partner, or the one worked in (R9, R23)."""
    persons: Mapping[str, KnownPerson] = field(default_factory=dict)
    """Those of the partner's people whom the rows name, by address."""
    holders: Mapping[tuple[int, str], str] = field(default_factory=dict)
    """Who has the (account, member ID) that a row gives: their address."""
    admins: Mapping[int, int] = field(default_factory=dict)
    """How many admins those accounts have in which one of the people is an admin; of many, no more than could matter."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a row changes."""

    field: Field
    before: str
    after: str


class Decision(NamedTuple):
    """What is to become of one row."""

    row: ParsedRow
    outcome: Outcome
    account: int | None = None
    """Where the row places the person; none when its department is unknown."""
    issues: tuple[Issue, ...] = ()
    changes: tuple[Change, ...] = ()
    """What it changes of what is there already."""
    is_new_membership: bool = False
    """Whether it makes the membership."""
    gives_staff: bool = False
    """Whether it also makes the "Department staff" membership in the partner account (R12)."""


class Write(NamedTuple):
    """A membership to be made or changed: its values afterwards."""

    account: int
    role: Role
    member_id: str
    is_new: bool


class Plan(NamedTuple):
    """What is to be done with one person, and what is said of each of their rows."""

    email: str
    decisions: tuple[Decision, ...]
    person: int | None = None
    """The person's id; none when they are to be made, if there is anything to write."""
    name: str | None = None
    """The name to write; none to leave it."""
    writes: tuple[Write, ...] = ()
