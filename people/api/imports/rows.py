"""The rows of an import: what each says, what became of it, and what it should have said."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cerego.errors import Refused
from people.api import versions
from people.api.base import PageAsked, asked, sent
from people.api.imports.base import OfImport
from people.api.imports.row_shapes import RowShape
from people.api.imports.sent import CorrectionSent
from people.api.paging import paged
from people.api.schema import IF_MATCH, VERSIONED, listed
from people.imports import run as runs
from people.imports.deciding.corrections import Correction
from people.imports.header.columns import Field
from people.imports.shown_rows import shown_rows
from people.models import Import, ImportRow
from people.models.imports import Status
from people.outcomes import Outcome


class RowsAsked(PageAsked):
    """Which rows."""

    outcome = serializers.MultipleChoiceField(
        choices=[outcome.value for outcome in Outcome],
        required=False,
        help_text="Of an import that is only checked: what would become of them.",
    )


class OfRows(OfImport):
    """An address about rows."""

    def run(self, import_id: int) -> Import:
        """Raises :class:`Refused` once its rows are deleted."""
        run = super().run(import_id)
        if run.expired_at is not None:
            raise Refused("import.expired")
        return run


class Rows(OfRows):
    """The rows of an import."""

    @extend_schema(operation_id="list_rows", parameters=[RowsAsked], responses=listed(RowShape))
    def get(self, request: Request, import_id: int) -> Response:
        """List the rows of an import in the order of the file; 410 once they are deleted."""
        run = self.run(import_id)
        rows = rows_of(run).order_by("number")
        if wanted := asked(request, RowsAsked).get("outcome"):
            column = "action" if run.status == Status.CHECKED else "outcome"
            rows = rows.filter(**{f"{column}__in": wanted})

        def seen_as(page: list[ImportRow]) -> Sequence[Any]:
            return shown_rows(run, page) if page else []

        return Response(paged(request, rows, RowShape, query=RowsAsked, seen_as=seen_as))


class OneRow(OfRows):
    """One row of an import."""

    @extend_schema(operation_id="read_row", parameters=[VERSIONED], responses=RowShape)
    def get(self, request: Request, import_id: int, number: int) -> Response:
        """Read a row."""
        return versions.shown(request, described(self.run(import_id), number))

    @extend_schema(
        operation_id="correct_row",
        parameters=[IF_MATCH, VERSIONED],
        request=CorrectionSent,
        responses=RowShape,
    )
    def patch(self, request: Request, import_id: int, number: int) -> Response:
        """Say what a row with a problem should have said, or that it is left out; or take that back. It counts from the next
        …/retry/ on.
        """
        described(self.run(import_id), number)
        versions.require_version(request)
        wanted = sent(request, CorrectionSent)
        values = {Field(name): value for name, value in wanted.get("values", {}).items()}
        correction = Correction(values, is_left_out=wanted["leave_out"])
        with transaction.atomic():
            run = self.locked(import_id)
            versions.require_unchanged(request, described(run, number))
            if wanted["take_back"]:
                run = runs.take_back(run=run, number=number, by=self.user)
            else:
                run = runs.correct(run=run, number=number, correction=correction, by=self.user)
            return versions.shown(request, described(run, number))


def rows_of(run: Import) -> QuerySet[ImportRow]:
    """The rows of an import; none while nobody knows what its columns are, though some may be left of another way to read it."""
    rows = ImportRow.objects.filter(import_run=run)
    return rows if run.mapping else rows.none()


def described(run: Import, number: int) -> dict[str, Any]:
    """A row of an import; otherwise 404."""
    row = get_object_or_404(rows_of(run), number=number)
    (shown,) = shown_rows(run, [row])
    return dict(RowShape(shown).data)
