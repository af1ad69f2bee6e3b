"""Whose address stands where it says who did something: as the pages have it, of nobody whom the caller may not be told of."""

from collections.abc import Callable
from typing import Any, TypeVar

from departments.models import Account
from people.models import User
from people.naming import named

Thing = TypeVar("Thing", bound=Any)


def with_addresses(user: str, *, at: Account, reader: User) -> Callable[[list[Thing]], list[Thing]]:
    """A function that gives things their ``by_email``: the address of the user whose id is in their field ``user``, or None.

    It is told to ``reader`` as to one who works in ``at``. One query, however many things.
    """

    def told(things: list[Thing]) -> list[Thing]:
        names = named(at, {getattr(thing, user) for thing in things}, reader=reader)
        for thing in things:
            thing.by_email = names[getattr(thing, user)].email or None
        return things

    return told
