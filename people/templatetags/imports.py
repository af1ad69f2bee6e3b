"""Template filters about imports."""

from django import template

from people.models import Import

register = template.Library()


@register.filter
def duration(run: Import) -> str:
    """How long the import took, from its beginning to its end: "1.4 s", "2 min 5 s"."""
    if run.started_at is None or run.finished_at is None:
        return "—"
    seconds = (run.finished_at - run.started_at).total_seconds()
    return f"{seconds:.1f} s" if seconds < 60 else f"{int(seconds // 60)} min {int(seconds % 60)} s"
