"""How many rows had which outcome, and how many people they were. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Self

from people.imports.plan import Plan
from people.outcomes import Outcome

_WRITTEN = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED})


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

    def plus(self, plans: Iterable[Plan]) -> Self:
        """These counts and those of ``plans``."""
        more: Counter[str] = Counter()
        for plan in plans:
            for decision in plan.decisions:
                more[decision.outcome.value] += 1
                more["staff"] += decision.gives_staff
                more["warnings"] += bool(decision.issues) and decision.outcome in _WRITTEN
            comes_in = any(decision.outcome in _WRITTEN for decision in plan.decisions)
            more["people"] += comes_in
            more["people_created"] += comes_in and plan.person is None
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
