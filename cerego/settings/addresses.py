"""Reading addresses from the environment: of the site, its hosts, and the services it works with. A wrong one ends the start."""

import re
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import environ

from cerego.settings.environment import stop, words


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


def site(name: str, value: str) -> str:
    """The address people type, without a slash at its end: what stood behind the host would be in every link and lead nowhere."""
    example = "https://people.example.com"
    parts = urlsplit(address(name, value, {"http", "https"}, example))
    if "@" in parts.netloc or parts.path.strip("/") or parts.query or parts.fragment:
        stop(f"{name} has to be an address like {example}, with nothing behind the host and its port.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def hosts(name: str, default: list[str]) -> list[str]:
    """Names of hosts, with commas between; one that begins with a dot stands for all below it."""
    found = words(name, default)
    if not all(re.fullmatch(r"\*|\[[0-9a-f:.]+\]|[^\s/:@\[\]*]+", each, re.IGNORECASE) for each in found):
        stop(
            f"{name} has to hold host names with commas between, such as people.example.com, without https:// and ports."
        )
    return found


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
