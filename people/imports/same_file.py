"""Whether somebody has imported the very same file before (R30). It is said, not refused."""

from django.db.models import QuerySet

from departments.models import Account
from people.imports.deciding.counts import Counts
from people.models import Import
from people.models.imports import Status


def imported_before(run: Import, accounts: QuerySet[Account]) -> Import | None:
    """The last import of the same bytes into one of ``accounts``, those of which the reader may know; one that has begun, and is
    not undone.
    """
    same = Import.objects.filter(partner=run.partner_id, sha256=run.sha256, account__in=accounts).exclude(pk=run.pk)
    begun = same.filter(started_at__isnull=False).exclude(status__in=[Status.UNDOING, Status.UNDONE])
    return begun.select_related("account").order_by("-started_at", "-pk").first()


def changes_nothing(run: Import) -> bool:
    """Whether the check says that the import would change nothing; or, once it is done, whether it did."""
    if run.status not in (Status.CHECKED, Status.DONE):
        return False
    counts = Counts.of(run) if run.status == Status.DONE else Counts.from_json(run.check_counts)
    return counts.changes_nothing
