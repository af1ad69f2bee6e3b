"""The template contexts of the import pages: each a constant number of queries, however many rows there are."""

from collections.abc import Mapping as AnyMapping
from typing import Any, Final

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from departments.models import Account
from people.imports.columns import EXACT
from people.imports.counts import Counts
from people.imports.forms import ACCEPTED, MatchForm
from people.imports.pages.matching import Columns
from people.imports.pages.progress import Progress
from people.imports.pages.row_list import row_list
from people.imports.plan import Options, Problems
from people.imports.report import refusal_sentence
from people.models import Import
from people.models.imports import Status

IMPORTS_A_PAGE: Final = 50
_STAGES: Final = {
    Status.UPLOADED: "match",
    Status.CHECKING: "match",
    Status.CHECKED: "match",
    Status.QUEUED: "progress",
    Status.APPLYING: "progress",
}


def imports_seen_from(account: Account) -> QuerySet[Import]:
    """The imports one sees working in ``account``: a partner's also those into its departments."""
    imports = Import.objects.select_related("account", "created_by")
    return imports.filter(partner=account.pk) if account.is_partner else imports.filter(account=account.pk)


def stage(run: Import) -> str:
    """Which of the three pages an import is at: match, progress or result."""
    return _STAGES.get(Status(run.status), "result")


def upload_page() -> dict[str, Any]:
    """What the upload page states before a file is chosen (R27)."""
    return {
        "accepted": ACCEPTED,
        "max_bytes": settings.IMPORT_MAX_BYTES,
        "max_rows": settings.IMPORT_MAX_ROWS,
        "max_columns": settings.IMPORT_MAX_COLUMNS,
        "exact": [field.value for field in EXACT],
    }


def history(account: Account, page: str | None) -> Page[Import]:
    """A page of the imports seen from ``account``, the newest first."""
    return Paginator(imports_seen_from(account).order_by("-created_at", "-id"), IMPORTS_A_PAGE).get_page(page)


def import_page(run: Import, params: AnyMapping[str, str]) -> dict[str, Any]:
    """What the page of an import shows at its stage."""
    match stage(run):
        case "match":
            return match_page(run, params)
        case "progress":
            return {"progress": Progress(run)}
        case _:
            return result_page(run, params)


def match_page(run: Import, params: AnyMapping[str, str], form: MatchForm | None = None) -> dict[str, Any]:
    """Match columns and check. ``form`` is one that was sent and has errors; without it, what stands in the import."""
    columns = Columns(run)
    context = {"columns": columns, "form": form or columns.form(), "progress": Progress(run)}
    if run.status == Status.CHECKED:
        counts = Counts.from_json(run.check_counts)
        is_stopped = bool(counts.failed) and Options.from_json(run.options).problems is Problems.STOP
        context |= {"counts": counts, "is_stopped": is_stopped, "rows": row_list(run, counts, params)}
    return context


def result_page(run: Import, params: AnyMapping[str, str]) -> dict[str, Any]:
    """What became of every row."""
    counts = Counts.of(run)
    reason = refusal_sentence(run.failure_reason, run.failure_context) if run.failure_reason else ""
    return {"counts": counts, "reason": reason, "rows": row_list(run, counts, params) if run.mapping else None}
