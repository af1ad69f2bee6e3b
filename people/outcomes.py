"""What can become of a row. Pure: no Django, no database."""

from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """What became of a row; every row has exactly one (design §2)."""

    CREATED = "created"
    """The row made a person in this partner, or placed one that the same file made."""
    UPDATED = "updated"
    """The person was there already, and the row changed or added something."""
    UNCHANGED = "unchanged"
    """The person was there already, just so."""
    SKIPPED = "skipped"
    """Left out for a reason that is nobody's mistake."""
    FAILED = "failed"
    """Something is wrong with the row; its issues say what."""


WRITTEN: Final = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED})
"""Of such rows the person is in the partner afterwards, just as the row says."""


class Reversal(StrEnum):
    """What undoing an import did about a row (R32)."""

    REVERSED = "reversed"
    """What it had made has gone, what it had changed is as before."""
    KEPT = "kept"
    """It stays, because of what has happened since."""
    NOTHING = "nothing"
    """It had changed nothing, or nothing that is still there."""
