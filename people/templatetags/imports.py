"""Template tags about imports."""

from typing import Any

from django import template

from departments.models import Account
from people.imports import same_file
from people.imports.downloads import Offers, offered
from people.imports.pages.ways import Ways
from people.models import Import
from people.models.imports import Status
from people.naming import named

register = template.Library()


@register.filter
def duration(run: Import) -> str:
    """How long the import took, from its beginning to its end: "1.4 s", "2 min 5 s", "less than a second"."""
    if run.started_at is None or run.finished_at is None:
        return "—"
    seconds = (run.finished_at - run.started_at).total_seconds()
    if seconds < 1:
        return "less than a second"
    return f"{seconds:.1f} s" if seconds < 60 else f"{int(seconds // 60)} min {int(seconds % 60)} s"


@register.simple_tag(takes_context=True)
def who(context: dict[str, Any], user_id: int, at: Account) -> str:
    """What to call a user, to the reader, who is told of it as one who works in ``at``. One query."""
    return named(at, [user_id], reader=context["request"].user)[user_id].name


@register.simple_tag(takes_context=True)
def how_it_ended(context: dict[str, Any], run: Import) -> str:
    """How it ended: "finished in 1.4 s", "undone by Mara Okafor". One that was stopped on the way has no length."""
    if run.status == Status.UNDONE and run.undone_by_id:
        return f"undone by {who(context, run.undone_by_id, context['account'])}"
    was_continued = run.started_at and run.queued_at and run.queued_at > run.started_at
    words = {
        Status.DONE: "finished" if was_continued else f"finished in {duration(run)}",
        Status.STOPPED: "stopped",
        Status.FAILED: "broke off",
    }
    return words.get(Status(run.status), "uploaded")


@register.filter
def downloads(run: Import) -> Offers:
    """What there is to download of it."""
    return offered(run)


@register.filter
def ways(run: Import) -> Ways:
    """What one can do about it."""
    return Ways(run)


@register.filter
def changes_nothing(run: Import) -> bool:
    """Whether its check says that it would change nothing."""
    return same_file.changes_nothing(run)


@register.simple_tag(takes_context=True)
def imported_before(context: dict[str, Any], run: Import) -> Import | None:
    """The last import of the same bytes of which the reader may know (R30). One query."""
    return same_file.imported_before(run, context["request"].administered_accounts)
