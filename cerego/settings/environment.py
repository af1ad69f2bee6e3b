"""Reading the environment, each variable by its kind. A wrong value ends the start with one line that names the variable.

One line for whoever starts it, whatever the program: a traceback would hide it. Values are never printed; some are secrets.
A variable that is set to nothing counts as not set: that is how compose files hand on what nobody gave.
"""

import os
import re
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ

CHECKOUT: Final = Path(__file__).resolve().parents[2]

environ.Env.read_env(CHECKOUT / ".env")

_YES: Final = {"true", "1", "yes", "on"}
_NO: Final = {"false", "0", "no", "off"}
_RATE: Final = re.compile(r"[1-9]\d*/(s|sec|second|m|min|minute|h|hour|d|day)")


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


def whole(name: str, default: int, *, least: int = 1) -> int:
    """A whole number, not below ``least``."""
    value = text(name)
    if value and not (value.isascii() and value.isdecimal() and int(value) >= least):
        stop(f"{name} has to be a whole number, {least} or more.")
    return int(value or default)


def seconds(name: str, default: float, *, may_be_none: bool = False) -> float:
    """A time in seconds: above 0, or 0 as well."""
    value = text(name)
    if value and not (re.fullmatch(r"\d+(\.\d+)?", value, re.ASCII) and (may_be_none or float(value) > 0)):
        stop(f"{name} has to be a number of seconds{', 0 or more' if may_be_none else ' above 0'}.")
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


def address(name: str, value: str, schemes: set[str], example: str) -> str:
    """``value``, if it is an address with one of ``schemes`` and the name of a host, or the path of a socket."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    at_socket = parts.scheme == "unix" and parts.path
    if parts.scheme not in schemes or port == 0 or not (parts.hostname or at_socket):
        stop(f"{name} has to be an address like {example}.")
    return value


def installed(module: str, name: str, package: str) -> None:
    """Stops the start if what the variable asks for can't be had here."""
    try:
        import_module(module)
    except ImportError:
        stop(f"{name} is set, but {package} is not installed.")


def database(name: str, value: str) -> dict[str, Any]:
    """Django's description of the PostgreSQL database at the address ``value``; ?host= may name the directory of a socket."""
    example = "postgresql://user:password@host:5432/name"
    found: dict[str, Any] = {}
    with suppress(ValueError):  # a port that is no number
        if value.startswith(("postgresql://", "postgres://")):
            found = environ.Env.db_url_config(value)
    if not found.get("NAME"):
        stop(f"{name} has to be the address of a PostgreSQL database: {example}.")
    if "host" in (options := found.get("OPTIONS", {})):
        found.update(HOST=options.pop("host"), PORT=options.pop("port", ""))
    return found


def mail(name: str, value: str) -> dict[str, Any]:
    """Django's settings for the mail server at the address ``value``."""
    try:
        found: dict[str, Any] = environ.Env.email_url_config(value)
    except (ValueError, environ.ImproperlyConfigured):
        found = {}
    needs_host = urlsplit(value).scheme.startswith("smtp") if found else True
    if not found or (needs_host and not found["EMAIL_HOST"]):
        stop(f"{name} has to be the address of a mail server, such as smtp+tls://user:password@host:587.")
    return found
