"""Reads in the shape of pages: each a constant number of queries, however many people there are."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Prefetch, Q, QuerySet

from departments.models import Account
from people.arrays import Among
from people.models import Import, Membership, Person
from people.models.imports import Status
from people.roles import Role

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What makes a sign-in two-factor; recovery codes only stand in for them."""
WRITING = (Status.QUEUED, Status.APPLYING, Status.UNDOING)
"""The statuses of an import in which people are about to change."""
_TOLD = ("account", "file_name", "by_hand", "status", "rows", "created", "updated", "unchanged", "skipped", "failed")
"""What is told of such an import on other pages: reading a whole one costs them more than the question whether there is any."""


def accounts_administered_by(
    user: AbstractBaseUser | AnonymousUser, *, whatever_it_takes: bool = False
) -> QuerySet[Account]:
    """The live accounts whose Admin area the user may open: where they are admin, and all departments of such a partner.

    Not those of a partner that wants two-factor sign-in of its admins, for who has none; ``whatever_it_takes`` has them too.
    """
    administered = _administered_by(user, whatever_it_takes=whatever_it_takes)
    return Account.objects.live().filter(Q(Among("pk", administered)) | Q(Among("parent", administered)))


def _administered_by(user: AbstractBaseUser | AnonymousUser, *, whatever_it_takes: bool) -> list[int]:
    """The accounts of living partners where the user is admin. Looked up at once: pages ask for accounts more than once, and
    PostgreSQL plans each of those questions in a third of the time when it need not find this out again.
    """
    if not user.is_authenticated:
        return []
    theirs = Membership.objects.filter(
        person__user=user.pk,
        person__user__is_active=True,
        person__deactivated_at=None,
        role=Role.ADMIN.value,
        partner__archived_at=None,
    )
    if not whatever_it_takes:
        factors = Authenticator.objects.filter(user=user.pk, type__in=SECOND_FACTORS)
        theirs = theirs.filter(Q(partner__admins_need_two_factor=False) | Exists(factors))
    return list(theirs.values_list("account_id", flat=True))


def memberships_seen_from(account: Account) -> QuerySet[Membership]:
    """The memberships one sees working in ``account``: a partner's all, a department's own only (design §8)."""
    if account.is_partner:
        return Membership.objects.filter(partner=account.pk)
    return Membership.objects.filter(account=account.pk)


def imports_seen_from(account: Account) -> QuerySet[Import]:
    """The imports one sees working in ``account``: a partner's also those into its departments."""
    return (
        Import.objects.filter(partner=account.pk) if account.is_partner else Import.objects.filter(account=account.pk)
    )


def import_under_way(account: Account) -> Import | None:
    """The import that is changing people seen from ``account`` just now, the one furthest on; as much as a banner tells of it."""
    imports = imports_seen_from(account).filter(status__in=WRITING).only(*_TOLD).order_by("queued_at", "id")
    return min(imports, key=lambda run: run.status == Status.QUEUED, default=None)


def persons_of_user(user_id: int) -> QuerySet[Person]:
    """Where a user belongs: their persons that are not deactivated, with partner and memberships in live accounts."""
    live = (
        Membership.objects.filter(account__archived_at=None).select_related("account").order_by("account__name", "id")
    )
    persons = Person.objects.filter(user=user_id, deactivated_at=None, partner__archived_at=None).select_related(
        "partner"
    )
    return persons.prefetch_related(Prefetch("memberships", live, to_attr="places")).order_by("partner__name", "id")
