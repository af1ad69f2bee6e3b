"""One page of the people list, quick also with a million people.

There are three ways to a page. *In order*: everybody is listed, so an index in the list's order has the page, counted from the
nearer end, or from a person whom the address names. *Walking*: people are looked at in the list's order until the page is full;
quick when many are chosen. *Gathering*: those chosen are found by other indexes and then sorted; quick when they are few, and
it counts them. Nobody knows beforehand how many are chosen, so a walk has a length, and who has not arrived gathers.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.db.models import Count, QuerySet, Window
from django.db.models.expressions import Expression

from people.arrays import Among
from people.listing.filters import Position
from people.listing.finding import LARGE, Choice
from people.listing.headcounts import headcounts_of
from people.listing.ordering import Order
from people.models import Person

PAGE_LENGTH: Final = 50
_SMALL: Final = 2_000
"""So many are gathered without a try to do with less."""
_WALKS: Final = (500, 5_000)
"""How many people a walk looks at: the first before it is known who has a word in a member ID."""
_HOPELESS: Final = 10
"""Who found less than a page's tenth on the first walk would not fill it on the second, which is ten times as long."""
_FIRST: Final = 200
"""So many of those whom the words find are looked up in a place that has most people, before all of them are."""
_NEAR: Final = 20
"""Up to this page, a page is found by its number alone; further on by the person it begins after."""


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of a page's people, and what is known of the rest."""

    ids: Sequence[int]
    position: Position
    total: int | None
    """How many are chosen; none where only counting them all would tell."""
    has_next: bool


def find(choice: Choice, position: Position) -> Found:
    """The page of the chosen people at ``position``; the last one if there are not as many."""
    counts = headcounts_of(choice.account)
    total = counts.exactly(choice) if position.place is None else None
    if position.place is not None and not choice.chosen.is_filtered and choice.place.is_partner:
        return _onwards(choice, position)
    if total is not None:
        position = _within(position, total)
        if not choice.chosen.is_filtered and choice.place.is_partner:
            return _in_order(choice, position, total)
    most = counts.at_most(choice)
    with _by_index(choice):
        if most <= _SMALL or (most <= LARGE and _is_far(position, total)):
            return _gather(choice, position, [])
        return _walk(choice, position, total)


def _within(position: Position, total: int) -> Position:
    last = max(1, -(-total // PAGE_LENGTH))
    return position if position.page <= last else Position(last)


def _is_far(position: Position, total: int | None) -> bool:
    """Whether the page is far from where one could begin to walk: the ends one knows, and the person the address names."""
    begin = (position.page - 1) * PAGE_LENGTH
    from_end = min(begin, total - begin) if total is not None else begin
    return from_end > _NEAR * PAGE_LENGTH and not (position.after or position.before or position.rest)


@contextmanager
def _by_index(choice: Choice) -> Iterator[None]:
    """The planner does not know how few the walk will look at, and thinks reading everybody cheaper than it is; or, to look at
    these few, finding all whom a word finds.
    """
    off = ["jit", "enable_bitmapscan"]
    if choice.is_indexed:
        off += ["enable_seqscan", "enable_hashjoin", "enable_mergejoin"]
    with transaction.atomic():
        _plan(**dict.fromkeys(off, False))
        yield


def _plan(**ways: bool) -> None:
    """What the planner may do until the end of the transaction, by the names of PostgreSQL's settings."""
    with connection.cursor() as cursor:
        cursor.execute("".join(f"SET LOCAL {name} = {'on' if may else 'off'};" for name, may in ways.items()))


def _in_order(choice: Choice, position: Position, total: int) -> Found:
    """Everybody is listed: from the person the address names, otherwise counted from the nearer end."""
    order = Order.named(choice.chosen.sort)
    begin, end = (position.page - 1) * PAGE_LENGTH, min(position.page * PAGE_LENGTH, total)
    cursor = _cursor(choice, order, position)
    if cursor is not None:
        ids = _ids(order.sorted(choice.everybody.filter(cursor), is_back=_is_back(position)), 0, end - begin)
    elif begin > total // 2:
        ids = _ids(order.sorted(choice.everybody, is_back=True), total - end, total - begin)[::-1]
    else:
        ids = _ids(order.sorted(choice.everybody), begin, end)
    return Found(ids[::-1] if cursor is not None and _is_back(position) else ids, position, total, end < total)


def _onwards(choice: Choice, position: Position) -> Found:
    """Everybody is listed: from a place in the order."""
    order = Order.named(choice.chosen.sort)
    beyond = choice.everybody.filter(_cursor(choice, order, position))
    ids = _ids(order.sorted(beyond), 0, PAGE_LENGTH + 1)
    return Found(ids[:PAGE_LENGTH], position, None, len(ids) > PAGE_LENGTH)


def _walk(choice: Choice, position: Position, total: int | None) -> Found:
    """People are looked at one after the other: from the person the address names, or from the nearer end."""
    order = Order.named(choice.chosen.sort)
    cursor = _cursor(choice, order, position)
    begin = (position.page - 1) * PAGE_LENGTH
    known = total
    if total is None and position.rest and cursor is None:
        total = begin + min(
            position.rest, PAGE_LENGTH
        )  # as it was for whoever wrote the address: good to walk by, not to tell
    wanted = PAGE_LENGTH + 1 if total is None else min(PAGE_LENGTH, total - begin)
    is_back = cursor is not None and _is_back(position)
    skipped = 0 if cursor is not None else begin
    if cursor is None and total is not None and begin > total // 2:
        is_back, skipped = True, total - begin - wanted
    people = choice.everybody.filter(cursor) if cursor is not None else choice.everybody
    named: Sequence[Sequence[int] | None] = []
    for length in _WALKS:
        stretch = _stretch(order, people, length, is_back=is_back)
        chosen = order.sorted(stretch.filter(*choice.conditions(named)), is_back=is_back)
        ids = _ids(chosen, skipped, skipped + wanted)
        if len(ids) == wanted:
            has_next = begin + wanted < total if total is not None else True
            page = ids[:PAGE_LENGTH]
            return Found(page[::-1] if is_back else page, position, known, has_next)
        if not skipped and len(ids) * _HOPELESS < wanted:
            break
        if not named:
            _plan(enable_bitmapscan=True)
            named = choice.named_by_member_id()
            _plan(enable_bitmapscan=False)
    return _gather(choice, position, named)


def _stretch(order: Order, people: QuerySet[Person], length: int, *, is_back: bool) -> QuerySet[Person]:
    """The first so many of ``people`` in the order: one goes no further, however few of them are chosen."""
    last = order.sorted(people, is_back=is_back).values_list(order.key, "pk")[length - 1 : length].first()
    return people if last is None else people.filter(order.upto(last, is_back=is_back))


def _gather(choice: Choice, position: Position, named: Sequence[Sequence[int] | None]) -> Found:
    """Those chosen are found by whatever index knows them, sorted, and counted on the way."""
    _plan(enable_bitmapscan=True)
    named = named or choice.named_by_member_id()
    counts = headcounts_of(choice.account)
    placed = counts.placed(choice)
    if choice.chosen.words and placed is not None:
        if counts.has_most(choice) and (found := _among_first(choice, position, named)):
            return found
        if placed <= LARGE:  # They are told quicker by holding both lists against each other than by looking each up.
            _plan(enable_hashjoin=True, enable_nestloop=False)
    order = Order.named(choice.chosen.sort)
    people, begin = choice.everybody, (position.page - 1) * PAGE_LENGTH
    if position.place is not None:
        people, begin = people.filter(_cursor(choice, order, position)), 0
    chosen = order.sorted(people.filter(*choice.conditions(named, is_gathered=True)))
    if choice.is_vague and counts.at_most(choice) > LARGE and (found := _uncounted(chosen, position, begin)):
        return found
    counted = chosen.values_list("pk", Window(Count("pk")))
    rows = list(counted[begin : begin + PAGE_LENGTH])
    if not rows and begin:
        total = next((total for _, total in counted[:1]), 0)
        return _gather(choice, _within(Position(position.page), total), named)
    total = rows[0][1] if rows else 0
    known = total if position.place is None else None
    return Found([pk for pk, _ in rows], position, known, begin + len(rows) < total)


def _uncounted(chosen: QuerySet[Person], position: Position, begin: int) -> Found | None:
    """The page of many found: counting them on the way takes a third of the time. None where it is behind the last."""
    with _out_of_order():
        ids = _ids(chosen, begin, begin + PAGE_LENGTH + 1)
    if not ids and begin:
        return None
    has_next = len(ids) > PAGE_LENGTH
    total = None if has_next or position.place is not None else begin + len(ids)
    return Found(ids[:PAGE_LENGTH], position, total, has_next)


@contextmanager
def _out_of_order() -> Iterator[None]:
    """Those found are sorted, and not sought in the list's order, where it may be far to the first."""
    _plan(enable_indexscan=False)
    yield
    _plan(enable_indexscan=True)


def _among_first(choice: Choice, position: Position, named: Sequence[Sequence[int] | None]) -> Found | None:
    """The page, if the first whom the words find are enough to fill it with those of them who are in the place."""
    begin = (position.page - 1) * PAGE_LENGTH
    if position.place is not None or begin + PAGE_LENGTH >= _FIRST:
        return None
    order = Order.named(choice.chosen.sort)
    with _out_of_order():
        first = _ids(order.sorted(choice.everybody.filter(*choice.found_by_words(named, is_gathered=True))), 0, _FIRST)
    chosen = choice.everybody.filter(Among("pk", first)).filter(*choice.conditions(named))
    ids = _ids(order.sorted(chosen), begin, begin + PAGE_LENGTH + 1)
    return Found(ids[:PAGE_LENGTH], position, None, True) if len(ids) > PAGE_LENGTH else None


def _is_back(position: Position) -> bool:
    return position.before is not None


def _cursor(choice: Choice, order: Order, position: Position) -> Expression | None:
    """What is true of everybody beyond the person whom the address names, or beyond their place if it names that; none if nobody
    is named, or they are gone.
    """
    if position.place is not None:
        return order.beyond(order.at(position.place, position.after or 0))
    person_id = position.before or position.after
    if person_id is None:
        return None
    where = choice.everybody.filter(pk=person_id).values_list(order.key, "pk").first()
    return order.beyond(where, is_back=_is_back(position)) if where else None


def _ids(people: QuerySet[Person], begin: int, end: int) -> list[int]:
    return list(people.values_list("pk", flat=True)[begin:end])
