"""Where a request comes from: known to whatever is written while it is answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import ip_address
from typing import Final

from django.conf import settings
from django.http import HttpRequest

_origin: Final[ContextVar[str | None]] = ContextVar("origin", default=None)


def current_origin() -> str | None:
    """The network address of whoever made the request that is being answered; none outside of one."""
    return _origin.get()


def client_address(request: HttpRequest) -> str | None:
    """The client's network address, or none where the server does not know.

    The header X-Forwarded-For can be written by anybody. Only behind a proxy of ours (BEHIND_PROXY) is it believed, and then
    only the last address in it: the one that the proxy has added.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2] or address
    try:
        return str(ip_address(address.strip()))
    except ValueError:
        return None


@contextmanager
def coming_from(request: HttpRequest) -> Iterator[None]:
    """Until the end of the block, :func:`current_origin` is the client's address."""
    token = _origin.set(client_address(request))
    try:
        yield
    finally:
        _origin.reset(token)
