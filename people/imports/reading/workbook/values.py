"""The values of a sheet as people see them there. Pure."""

import datetime
from decimal import Decimal


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
            return str(value) if abs(value) < 2**53 else format(Decimal(repr(float(value))), "f")
        case float():
            if value.is_integer():
                return as_seen(int(value))
            return format(Decimal(format(value, ".15g")), "f") if value == value else ""
        case datetime.datetime():
            is_date = value.time() == datetime.time()
            return value.date().isoformat() if is_date else value.isoformat(sep=" ", timespec="seconds")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)
