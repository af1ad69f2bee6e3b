"""What a row changes and makes, as it is kept with the row for the page and for undoing."""

import json

from people.imports.deciding.plan import Decision
from people.outcomes import Outcome


def changes_of(decision: Decision) -> tuple[str, str] | None:
    """What a decision changes and makes, as the two JSON texts that the row keeps."""
    changed = values_changed_by(decision)
    return (json.dumps(changed[0]), json.dumps(changed[1])) if changed else None


def values_changed_by(decision: Decision) -> tuple[dict[str, str], dict[str, object]] | None:
    """What a decision changes and makes beyond a new person's own membership: the values before, and those after."""
    made = ["staff"] if decision.gives_staff else []
    if decision.is_new_membership and decision.outcome is Outcome.UPDATED:
        made.insert(0, "membership")
    if not decision.changes and not made:
        return None
    before = {change.field.value: change.before for change in decision.changes}
    after: dict[str, object] = {change.field.value: change.after for change in decision.changes}
    return before, {**after, "made": made} if made else after
