"""What undoing an import will do, in numbers: what is asked before it is done (R32)."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from people.models import Import, ImportRow, Person
from people.outcomes import Outcome


def undo_page(run: Import) -> dict[str, Any]:
    """The numbers, from what the rows did and who has come in since; in a fixed number of queries.

    What somebody has changed since, row by row, is known only once it is undone.
    """
    has_joined, is_deactivated = Q(joined_at__isnull=False), Q(deactivated_at__isnull=False)
    rows = ImportRow.objects.filter(import_run=run)
    created, updated = rows.filter(outcome=Outcome.CREATED), rows.filter(outcome=Outcome.UPDATED)
    made = Person.objects.filter(pk__in=created.values("person_id")).aggregate(
        signed_in=Count("pk", filter=has_joined),
        deactivated=Count("pk", filter=is_deactivated & ~has_joined),
        people=Count("pk", filter=~has_joined & ~is_deactivated),
    )
    stays = Person.objects.filter(has_joined | is_deactivated, pk=OuterRef("person_id"))
    changed = updated.aggregate(
        changed=Count("number", filter=Q(before__isnull=False) & ~Q(before={})),
        placed=Count("number", filter=Q(after__made__contains="membership")),
    )
    places = created.filter(~Exists(stays)).count() + changed["placed"]
    return {**made, "changed": changed["changed"], "places": places, "nothing": run.rows - run.created - run.updated}
