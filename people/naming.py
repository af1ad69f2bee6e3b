"""Who did something, as one may be told of it: a department's admin learns of nobody outside it (design §8)."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, Subquery

from departments.models import Account
from people.models import Person, User
from people.selectors import memberships_seen_from


class Named(NamedTuple):
    """What to call a user, to somebody who works in an account."""

    name: str
    """As the partner knows them; or words, in lower case, that tell of nobody."""
    email: str
    """Empty of whom one is not to be told."""


_REMOVED: Final = Named("somebody who was removed", "")


def named(account: Account, users: Iterable[int | None], *, reader: AbstractBaseUser) -> dict[int | None, Named]:
    """What to call each of ``users``, to ``reader`` working in ``account``: by name those seen from it, and always the reader.

    The others too have an entry, which does not tell who they are. One query, or none for nobody.
    """
    wanted = set(users)
    nobody = Named("somebody else" if account.is_partner else "somebody outside this department", "")
    told = Person.objects.filter(partner=account.partner_id, user=OuterRef("pk"))
    if not account.is_partner:  # Asked of each of these few: a department may have very many people.
        is_seen = Exists(memberships_seen_from(account).filter(person=OuterRef("pk")))
        told = told.filter(is_seen | Q(user=reader.pk))
    found = User.objects.filter(pk__in={user for user in wanted if user is not None}).annotate(
        told_name=Subquery(told.values("full_name")), told_email=Subquery(told.values("email"))
    )
    return dict.fromkeys(wanted, nobody) | {
        user.pk: Named(user.told_name, user.told_email) if user.told_email else _REMOVED
        for user in found
        if user.told_email or user.is_removed
    }
