"""Versions of things (ETag): reading what has not changed costs little, and a change may name the state it is about."""

import hashlib
import json
from typing import Any

from django.utils.http import parse_etags
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from cerego.errors import Refused


def etag_of(described: dict[str, Any]) -> str:
    """The version of a thing as it is described: another one whenever anything of it is another."""
    text = json.dumps(described, cls=JSONEncoder, sort_keys=True)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def shown(request: Request, described: dict[str, Any], **more: Any) -> Response:
    """The thing with its ETag; 304 without it if If-None-Match says that the caller has it already."""
    etag = etag_of(described)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    headers = {"ETag": etag, **more.pop("headers", {})}
    if request.method in ("GET", "HEAD") and (etag in known or "*" in known or f"W/{etag}" in known):
        return Response(status=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(described, headers=headers, **more)


def require_version(request: Request) -> None:
    """Raises :class:`Refused`, request.no_version, if the caller does not say which version is to be changed: whoever has not
    looked overwrites what others did meanwhile. ``If-Match: *`` says that any will do.
    """
    if "If-Match" not in request.headers:
        raise Refused("request.no_version")


def require_unchanged(request: Request, described: dict[str, Any]) -> None:
    """Raises :class:`Refused`, request.changed, if If-Match names another version than the thing's. A proxy that compresses
    answers makes ETags weak (``W/``) on their way to the caller, who can only send them back so.

    Call it within the transaction of the change, and holding the lock of what is described.
    """
    wanted = request.headers.get("If-Match")
    etag = etag_of(described)
    if wanted is not None and not {"*", etag, f"W/{etag}"} & set(parse_etags(wanted)):
        raise Refused("request.changed")
