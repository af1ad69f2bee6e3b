"""How many rows had which outcome, and how many people they were. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Self

from people.imports.deciding.plan import Plan
from people.outcomes import WRITTEN, Outcome


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by outcome; together they are all rows of the file, always."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    failed: int = 0
    people: int = 0
    """How many different people the created, updated and unchanged rows are about."""
    people_created: int = 0
    """How many of them are new."""
    staff: int = 0
    """How many become "Department staff" in the partner account (R12)."""
    warnings: int = 0
    """How many rows come in with a warning."""

    @property
    def rows(self) -> int:
        """All rows."""
        return self.created + self.updated + self.unchanged + self.skipped + self.failed

    @property
    def coming_in(self) -> int:
        """The rows that are neither skipped nor failed."""
        return self.created + self.updated + self.unchanged

    @property
    def changes_nothing(self) -> bool:
        """Whether everybody is already as the rows say, or stays out."""
        return not self.created and not self.updated

    @property
    def left_out(self) -> int:
        """The rows that are skipped or failed."""
        return self.skipped + self.failed

    @property
    def outcomes(self) -> list[str]:
        """The outcomes that there are, in the order of the bar."""
        return [outcome.value for outcome in Outcome if getattr(self, outcome.value)]

    @property
    def parts(self) -> list[tuple[str, float, float]]:
        """The bar: each outcome there is, where it begins and how wide it is, in percent of all rows."""
        parts = []
        begin = 0.0
        for outcome in self.outcomes:
            width = 100 * getattr(self, outcome) / self.rows
            parts.append((outcome, round(begin, 3), round(width, 3)))
            begin += width
        return parts

    def plus(self, plans: Sequence[Plan], known_already: frozenset[str] = frozenset()) -> Self:
        """These counts and those of ``plans``; who is ``known_already``, by address, is counted already."""
        decisions = [decision for plan in plans for decision in plan.decisions]
        more = Counter(decision.outcome.value for decision in decisions)
        more["staff"] = sum(decision.gives_staff for decision in decisions)
        more["warnings"] = sum(1 for decision in decisions if decision.issues and decision.outcome in WRITTEN)
        new = [plan for plan in plans if plan.email not in known_already]
        coming_in = [plan for plan in new if any(decision.outcome in WRITTEN for decision in plan.decisions)]
        more["people"] = len(coming_in)
        more["people_created"] = sum(plan.person is None for plan in coming_in)
        return type(self)(**{name: value + more[name] for name, value in asdict(self).items()})

    def as_json(self) -> dict[str, int]:
        """The form in which they are stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, int]) -> Self:
        """The counts that :meth:`as_json` stored; none of what it lacks."""
        return cls(**stored)

    @classmethod
    def of(cls, kept: object) -> Self:
        """The counts kept in attributes of the same names: those of an import."""
        return cls(**{name: getattr(kept, name) for name in cls.__slots__})
