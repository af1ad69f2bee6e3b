"""Lists in pages, by cursor: the next page begins after the last thing of this one, whatever has come or gone meanwhile."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from rest_framework import serializers
from rest_framework.request import Request

from cerego.errors import Refused
from people.api.base import PageAsked, asked


@dataclass(frozen=True, slots=True)
class _Key:
    """One column of an order."""

    name: str
    is_down: bool
    may_be_null: bool
    """Nulls come last, either way."""


def paged(
    request: Request,
    things: QuerySet[Any],
    shape: type[serializers.Serializer[Any]],
    *,
    query: type[PageAsked] = PageAsked,
    seen_as: Callable[[list[Any]], Sequence[Any]] = list,
) -> dict[str, Any]:
    """The page that ``limit`` and ``cursor`` ask for, described: ``results``, and the address of the ``next`` or none.

    ``query`` is all that may be asked of this list. The queryset's own order must end in a unique key and name columns only.
    Raises :class:`Refused`, request.cursor.
    """
    asked_for = asked(request, query)
    limit = asked_for["limit"]
    keys = _keys(things)
    salt = "cursor:" + ",".join(f"{'-' if key.is_down else ''}{key.name}" for key in keys)
    if "cursor" in asked_for:
        things = things.filter(_after(keys, signed(asked_for["cursor"], salt)))
    found = list(things[: limit + 1])
    address = None
    if len(found) > limit:
        del found[limit:]
        address = address_of(request, [_plain(getattr(found[-1], key.name)) for key in keys], salt)
    return {"results": shape(seen_as(found), many=True).data, "next": address}


def _keys(things: QuerySet[Model]) -> list[_Key]:
    return [_key(part) for part in things.query.order_by]


def _key(part: Any) -> _Key:
    if isinstance(part, OrderBy):
        column: Any = part.expression  # an F: an order by anything else has no name to go on from
        return _Key(column.name, part.descending, bool(part.nulls_last))
    return _Key(part.removeprefix("-"), part.startswith("-"), may_be_null=False)


def _after(keys: Sequence[_Key], values: Sequence[Any]) -> Q:
    """What comes after the thing with these values."""
    if not keys:
        return Q(pk__in=[])
    (key, *more_keys), (value, *more_values) = keys, values
    if value is None:
        return Q(**{f"{key.name}__isnull": True}) & _after(more_keys, more_values)
    beyond = Q(**{f"{key.name}__{'lt' if key.is_down else 'gt'}": value})
    here = Q(**{key.name: value}) & _after(more_keys, more_values)
    if key.may_be_null:
        return beyond | Q(**{f"{key.name}__isnull": True}) | here
    # The first condition says nothing new; but an index can be entered by it.
    return Q(**{f"{key.name}__{'lte' if key.is_down else 'gte'}": value}) & (beyond | here) if more_keys else beyond


def signed(cursor: str, salt: str) -> list[Any]:
    """What :func:`address_of` put into a cursor of the same list. Raises :class:`Refused`, request.cursor."""
    try:
        values: list[Any] = signing.loads(cursor, salt=salt)
    except signing.BadSignature as error:
        raise Refused("request.cursor") from error
    return values


def address_of(request: Request, values: list[Any], salt: str) -> str:
    """The address of the page that begins where ``values`` say, of the list that ``salt`` names."""
    query = request.query_params.copy()
    query["cursor"] = signing.dumps(values, salt=salt, compress=True)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
