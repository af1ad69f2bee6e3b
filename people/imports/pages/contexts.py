"""The template contexts of the import pages: each a constant number of queries, however many rows there are."""

from collections.abc import Mapping as AnyMapping
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject

from cerego.sentences import refusal_sentence
from departments.models import Account
from people import selectors
from people.imports.deciding.counts import Counts
from people.imports.deciding.plan import Options, Problems
from people.imports.forms import ACCEPTED, MatchForm
from people.imports.header.columns import EXACT
from people.imports.pages.fixing import pending
from people.imports.pages.matching import Columns
from people.imports.pages.problems import can_be_corrected, problems_of
from people.imports.pages.progress import Progress
from people.imports.pages.reading import ReadingForm
from people.imports.pages.row_list import row_list
from people.imports.pages.ways import Ways
from people.models import Import
from people.models.imports import Status

_STAGES: Final = {
    Status.UPLOADED: "match",
    Status.CHECKING: "match",
    Status.CHECKED: "match",
    Status.QUEUED: "progress",
    Status.APPLYING: "progress",
    Status.UNDOING: "undoing",
}


def imports_seen_from(account: Account) -> QuerySet[Import]:
    """The imports one sees working in ``account``, with whom and what their pages name."""
    seen = selectors.imports_seen_from(account)
    return seen.select_related("account", "origin__account")


def stage(run: Import) -> str:
    """Which of the pages an import is at: match, progress, result or undoing. Of one that is deleted only the result is left."""
    return "result" if run.expired_at else _STAGES.get(Status(run.status), "result")


def upload_page() -> dict[str, Any]:
    """What the upload page states before a file is chosen (R27)."""
    return {
        "accepted": ACCEPTED,
        "max_bytes": settings.IMPORT_MAX_BYTES,
        "max_rows": settings.IMPORT_MAX_ROWS,
        "max_columns": settings.IMPORT_MAX_COLUMNS,
        "max_cell": settings.IMPORT_MAX_CELL_CHARACTERS,
        "exact": [field.value for field in EXACT],
    }


def import_page(account: Account, run: Import, params: AnyMapping[str, str]) -> dict[str, Any]:
    """What the page of an import shows at its stage, to those who work in ``account``."""
    match stage(run):
        case "match":
            return match_page(run, params)
        case "progress":
            return progress_page(account, run, params)
        case "undoing":
            return {"progress": Progress(run)}
        case _:
            return result_page(run, params)


def progress_page(account: Account, run: Import, params: AnyMapping[str, str]) -> dict[str, Any]:
    """How far it is; what it waits for is named to those who may see it; and whether the page's button is another by now."""
    progress = Progress(run)
    is_seen = progress.behind and (account.is_partner or progress.behind.account_id == account.pk)
    is_news = params.get("shown", progress.phase) != progress.phase
    return {"progress": progress, "ahead": progress.behind if is_seen else None, "is_news": is_news}


def match_page(
    run: Import, params: AnyMapping[str, str], form: MatchForm | None = None, reading: ReadingForm | None = None
) -> dict[str, Any]:
    """Match columns and check. ``form`` and ``reading`` were sent and have errors; without them, what stands in the import."""
    columns = Columns(run)
    context: dict[str, Any] = {
        "columns": columns,
        "form": form or SimpleLazyObject(columns.form),  # Not every partial shows it, and it looks into the file.
        "reading": reading or ReadingForm(dialect=columns.dialect),
        "progress": Progress(run),
    }
    if run.status == Status.CHECKED:
        counts = Counts.from_json(run.check_counts)
        is_stopped = bool(counts.failed) and Options.from_json(run.options).problems is Problems.STOP
        context |= {
            "counts": counts,
            "is_stopped": is_stopped,
            "rows": row_list(run, counts, params),
            **_fixing(run, counts),
        }
    return context


def result_page(run: Import, params: AnyMapping[str, str]) -> dict[str, Any]:
    """What became of every row, and what one can do now. The rows of an import that is deleted are not there any more."""
    counts = Counts.of(run)
    rows = row_list(run, counts, params) if run.mapping and run.expired_at is None else None
    ways = Ways(run)
    context = {**run.failure_context, "is_undoing": ways.failed_undoing}
    reason = refusal_sentence(run.failure_reason, context) if run.failure_reason else ""
    share = counts.rows / run.rows if run.rows else 1
    parts = [(outcome, begin * share, width * share) for outcome, begin, width in counts.parts]
    return {"counts": counts, "parts": parts, "reason": reason, "rows": rows, "ways": ways, **_fixing(run, counts)}


def _fixing(run: Import, counts: Counts) -> dict[str, Any]:
    """What is wrong and can be put right, and how many rows are corrected and wait for that to be taken in."""
    problems = problems_of(run) if counts.failed or counts.warnings else None
    return {"problems": problems, "waiting": pending(run).count() if can_be_corrected(run) else 0}
