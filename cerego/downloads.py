"""CSV files to download, made for spreadsheets."""

import csv
from collections.abc import Iterable, Sequence
from typing import Final

from django.http import HttpResponse

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def formula_safe(text: str) -> str:
    """``text`` with an apostrophe before it if a spreadsheet would take it for a formula (R29)."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_response(file_name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV file as an answer: UTF-8 with a byte-order mark, which Excel needs, and no cell that starts a formula."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"', "Cache-Control": "no-store"},
    )
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(header)
    writer.writerows([formula_safe(str(cell)) for cell in row] for row in rows)
    return response
