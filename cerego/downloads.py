"""CSV files to download, made for spreadsheets, and sent as they are made: a million rows need no memory."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePath
from typing import Final

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from cerego.formulas import STARTS, formula_safe

_ROWS_AT_A_TIME: Final = 1_000
_LONGEST_STEM: Final = 60
_NOT_FIRST: Final = " ." + "".join(STARTS)
"""Spreadsheets refer to a sheet by the name of its file: it should begin no formula either."""
_NOT_IN_FILE_NAMES: Final = frozenset('<>:"/\\|?*%;')


def csv_response(
    file_name: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ","
) -> StreamingHttpResponse:
    """A CSV file as an answer: UTF-8 with a byte-order mark, which Excel needs, and no cell that starts a formula (R29).

    ``rows`` are taken as they are sent. Nobody on the way keeps a copy: there are people in it. ``delimiter`` stands between
    cells: where commas are decimal, spreadsheets part cells by semicolons, and show a line with commas as one cell.
    """
    return StreamingHttpResponse(
        _encoded(header, iter(rows), delimiter),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=file_name) or "attachment",
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def file_name_after(name: str, *rest: object) -> str:
    """A name for a CSV file made from the file ``name``, which every system takes: staff.xlsx, "problems", 12 gives
    staff-problems-12.csv.
    """
    stem = unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).stem)
    fit = (character if character.isprintable() and character not in _NOT_IN_FILE_NAMES else "_" for character in stem)
    stem = "".join(fit).lstrip(_NOT_FIRST)[:_LONGEST_STEM].rstrip(" .-")
    return "-".join([stem or "file", *map(str, rest)]) + ".csv"


class _Line:
    """What csv.writer writes into: it only hands the line on."""

    def write(self, text: str) -> str:
        return text


def _encoded(header: Sequence[str], rows: Iterator[Sequence[object]], delimiter: str) -> Iterator[bytes]:
    line = csv.writer(_Line(), delimiter=delimiter).writerow
    yield f"\ufeff{line([formula_safe(name) for name in header])}".encode()
    while lines := [str(line([formula_safe(str(cell)) for cell in row])) for row in islice(rows, _ROWS_AT_A_TIME)]:
        yield "".join(lines).encode()
