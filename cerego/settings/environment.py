"""Reading the environment, each variable by its kind. A wrong value ends the start with one line that names the variable.

One line for whoever starts it, whatever the program: a traceback would hide it. Values are never printed; some are secrets.
A variable that is set to nothing counts as not set: that is how compose files hand on what nobody gave.
"""

import os
import re
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn
from zoneinfo import available_timezones

import environ

CHECKOUT: Final = Path(__file__).resolve().parents[2]

environ.Env.read_env(CHECKOUT / ".env")

_YES: Final = {"true", "1", "yes", "on"}
_NO: Final = {"false", "0", "no", "off"}
_RATE: Final = re.compile(r"[1-9]\d{0,8}/(s|sec|second|m|min|minute|h|hour|d|day)", re.ASCII)
_DIGITS: Final = 18
"""Numbers of more digits are mistakes, and too long for some of those who would have to work with them."""


def stop(reason: str) -> NoReturn:
    """End the start, with one line."""
    raise SystemExit(f"{reason} See .env.example.")


def text(name: str, default: str = "") -> str:
    """The variable's value as it is, without blanks around it."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Yes or no. Anything else stops the start: a misspelled PRODUCTION must not mean development."""
    word = text(name).lower()
    if word and word not in _YES | _NO:
        stop(f"{name} has to be true or false.")
    return word in _YES if word else default


def whole(name: str, default: int, *, least: int = 1, most: int = 2**31 - 1) -> int:
    """A whole number from ``least`` to ``most``; by default PostgreSQL's integer can hold it."""
    value = text(name)
    is_number = value.isascii() and value.isdecimal() and len(value) <= _DIGITS
    if value and not (is_number and least <= int(value) <= most):
        stop(f"{name} has to be a whole number from {least:,} to {most:,}, written without commas.")
    return int(value or default)


MOST_SECONDS: Final = 2_000_000
"""PostgreSQL counts its limits in milliseconds, with 31 bits: that is 24 days."""
MOST_DAYS: Final = 36_500
"""A hundred years: what is further away, calendars and PostgreSQL can't always name."""


def seconds(name: str, default: float, *, may_be_none: bool = False) -> float:
    """A time in seconds: above 0, or 0 as well; not above MOST_SECONDS."""
    value = text(name)
    is_number = re.fullmatch(r"\d{1,7}(\.\d{1,9})?", value, re.ASCII)
    if value and not (is_number and float(value) <= MOST_SECONDS and (may_be_none or float(value) > 0)):
        least = "0" if may_be_none else "more than 0"
        stop(f"{name} has to be a number of seconds from {least} to {MOST_SECONDS:,}, written without commas.")
    return float(value or default)


def words(name: str, default: list[str]) -> list[str]:
    """Values with commas between."""
    return [word for each in text(name).split(",") if (word := each.strip())] or default


def one_of(name: str, default: str, allowed: set[str]) -> str:
    """One of a few words, in capitals or not."""
    word = text(name, default).upper()
    if word not in allowed:
        stop(f"{name} has to be one of {', '.join(sorted(allowed))}.")
    return word


def time_zone(name: str, default: str) -> str:
    """A time zone by its name in the IANA's database."""
    zone = text(name, default)
    if zone not in available_timezones():
        stop(f"{name} has to be the name of a time zone, such as Europe/Berlin.")
    return zone


def rate(name: str, default: str) -> str:
    """How often something may be done, such as 600/minute."""
    value = text(name, default)
    if not _RATE.fullmatch(value):
        stop(f"{name} has to be a number and second, minute, hour or day, such as {default}.")
    return value


IS_PRODUCTION: Final = flag("PRODUCTION", default=False)


def required(name: str, otherwise: str) -> str:
    """The variable's value; outside production ``otherwise`` stands in, in production a missing one stops the start."""
    value = text(name)
    if not value and IS_PRODUCTION:
        raise SystemExit(f"{name} is not set. In production it must be: see .env.example.")
    return value or otherwise


def refused_in_production(reason: str) -> None:
    """Stops the start in production."""
    if IS_PRODUCTION:
        stop(reason)


def folder(name: str, default: Path) -> Path:
    """A directory in which files can be made; it need not be there yet."""
    path = Path(text(name, str(default))).absolute()
    there = next(each for each in (path, *path.parents) if os.path.lexists(each))
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        stop(f"{name} has to be a directory in which this process may make files.")
    return path


def is_weak(secret: str, *, least: int) -> bool:
    """Whether a secret is too easy to guess: of fewer than ``least`` characters, or of hardly any different ones."""
    return len(secret) < least or len(set(secret)) < 10


def installed(module: str, name: str, package: str) -> None:
    """Stops the start if what the variable asks for can't be had here."""
    try:
        import_module(module)
    except ImportError:
        stop(f"{name} is set, but {package} is not installed.")
