"""Creating calls that may be repeated: with an Idempotency-Key, the same call again gets the first one's answer."""

import hashlib
import json
from collections.abc import Callable
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from cerego.errors import Refused
from people.models import Answer, User
from people.retention import ANSWERS_KEPT_FOR

_HEADERS: Final = ("Location", "ETag")


def once(request: Request, create: Callable[[], Response]) -> Response:
    """What ``create`` answers, in one transaction; or what it answered to the same call with the same key.

    Two at once wait for one another. A call that was refused uses up no key. Raises :class:`Refused`: request.key_invalid,
    request.key_reused.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        with transaction.atomic():
            return create()
    if not (1 <= len(key) <= 200 and key.isascii() and key.isprintable()):
        raise Refused("request.key_invalid")
    assert isinstance(request.user, User)
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        Answer.objects.filter(user=request.user, key=key, created_at__lt=timezone.now() - ANSWERS_KEPT_FOR).delete()
        mine, is_new = Answer.objects.get_or_create(user=request.user, key=key, defaults={"fingerprint": fingerprint})
        if not is_new:
            return _repeated(mine, fingerprint)
        response = create()
        mine.status, mine.body = response.status_code, json.loads(json.dumps(response.data, cls=JSONEncoder))
        mine.headers = {name: response[name] for name in _HEADERS if name in response}
        mine.save()
    return response


def _repeated(first: Answer, fingerprint: str) -> Response:
    if first.fingerprint != fingerprint:
        raise Refused("request.key_reused")
    return Response(first.body, status=first.status, headers={**first.headers, "Idempotent-Replayed": "true"})


def _fingerprint(request: Request) -> str:
    """Of the method, the path and what was sent, files by their bytes."""
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    sent: Any = request.data
    fields = sent.lists() if hasattr(sent, "lists") else [("", sent)]
    for name, values in sorted(fields, key=lambda field: field[0]):
        digest.update(
            f"{name}={[_of(value) for value in values] if name else json.dumps(values, sort_keys=True)}\n".encode()
        )
    return digest.hexdigest()


def _of(value: Any) -> str:
    if not isinstance(value, UploadedFile):
        return str(value)
    of_file = hashlib.sha256()
    for chunk in value.chunks():
        of_file.update(chunk)
    value.seek(0)
    return f"{value.name} {of_file.hexdigest()}"
