"""The values of a sheet as people see them there. Pure."""

import datetime
from decimal import Decimal
from typing import Final

KEPT_DIGITS: Final = 15
"""So many digits of a number a spreadsheet keeps; the others become zeros."""


class DateCell(str):
    """What a cell shows of a date or a time that a spreadsheet holds as such. Where no date belongs, something else was typed."""

    __slots__ = ()


def as_seen(value: object) -> str:
    """A value of a sheet as people see it there: 12, not 12.0; TRUE; 2026-05-03."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).upper()
        case int():
            # Of a longer number the last digits are lost, if not here then where it was typed: so it looks like one, as in Excel.
            return str(value) if abs(value) < 10**KEPT_DIGITS else format(float(value), f".{KEPT_DIGITS}G")
        case float():
            if value.is_integer():
                return as_seen(int(value))
            return format(Decimal(format(value, f".{KEPT_DIGITS}g")), "f") if value == value else ""
        case datetime.datetime():
            is_date = value.time() == datetime.time()
            return DateCell(value.date().isoformat() if is_date else value.isoformat(sep=" ", timespec="seconds"))
        case datetime.date() | datetime.time():
            return DateCell(value.isoformat())
        case datetime.timedelta():
            return DateCell(value)
        case _:
            return str(value)
