"""Reads in the shape of pages: each a constant number of queries, however many people there are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, When
from django.db.models.expressions import OrderBy

from departments.models import Account
from people.filters import PeopleFilter
from people.folding import fold
from people.models import Import, ImportRow, Membership, Person
from people.models.imports import Status
from people.outcomes import Outcome
from people.roles import STAFF_ROLES, Role
from people.statuses import PersonStatus

WRITING = (Status.QUEUED, Status.APPLYING, Status.UNDOING)
"""The statuses of an import in which people are about to change."""


def accounts_administered_by(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Account]:
    """The live accounts whose Admin area the user may open: where they are admin, and all departments of such a partner."""
    if not user.is_authenticated:
        return Account.objects.none()
    theirs = Membership.objects.filter(
        person__user=user.pk, person__user__is_active=True, person__deactivated_at=None, role=Role.ADMIN.value
    )
    accounts = theirs.values("account_id")
    live = Account.objects.live().filter(partner__archived_at=None)
    return live.filter(Q(pk__in=accounts) | Q(parent__in=accounts))


def memberships_seen_from(account: Account) -> QuerySet[Membership]:
    """The memberships one sees working in ``account``: a partner's all, a department's own only (design §8)."""
    if account.is_partner:
        return Membership.objects.filter(partner=account.pk)
    return Membership.objects.filter(account=account.pk)


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """How many people there are; the second and third don't add up to the first, as one can be in several places."""

    people: int
    in_partner: int
    in_departments: int


def people_counts(place: Account) -> PeopleCounts:
    """The numbers of a People page."""
    if not place.is_partner:
        people = Membership.objects.filter(account=place.pk).count()
        return PeopleCounts(people=people, in_partner=0, in_departments=people)
    memberships = Membership.objects.filter(partner=place.pk)
    return PeopleCounts(
        people=Person.objects.filter(partner=place.pk).count(),
        in_partner=memberships.filter(account=place.pk).count(),
        in_departments=memberships.exclude(account=place.pk).aggregate(n=Count("person", distinct=True))["n"],
    )


def people_in(account: Account, place: Account, chosen: PeopleFilter) -> QuerySet[Person]:
    """The people of ``place`` that a filter chooses, in its order, with the memberships one sees from ``account``.

    Each has ``last_sign_in``, told only of those who signed in since they belong here: the sign-in is shared between
    partners, and what happens elsewhere is nobody's business. Each has ``places``, those in ``place`` first.
    """
    seen = memberships_seen_from(account)
    people = Person.objects.filter(partner=place.partner_id)
    if not place.is_partner:
        people = people.filter(Exists(Membership.objects.filter(person=OuterRef("pk"), account=place.pk)))
    for word in chosen.search.split():
        by_member_id = seen.filter(person=OuterRef("pk"), member_id__icontains=word)
        people = people.filter(Q(search_text__contains=fold(word)) | Exists(by_member_id))
    people = _with_membership(people, seen, place, chosen)
    if chosen.statuses:
        people = people.filter(_has_status(chosen.statuses))
    if chosen.import_id:
        placed = ImportRow.objects.filter(
            import_run=chosen.import_id, outcome__in=[Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED]
        )
        people = people.filter(pk__in=placed.exclude(person_id=None).values("person_id"))
    places = seen.select_related("account").order_by(
        Case(
            When(account=place.pk, account__parent__isnull=False, then=0), When(account__parent=None, then=2), default=1
        ),
        "account__name",
        "id",
    )
    people = people.annotate(last_sign_in=Case(When(joined_at__isnull=False, then=F("user__last_login"))))
    return people.order_by(*_order(chosen.sort)).prefetch_related(Prefetch("memberships", places, to_attr="places"))


def _with_membership(
    people: QuerySet[Person], seen: QuerySet[Membership], place: Account, chosen: PeopleFilter
) -> QuerySet[Person]:
    """Those who have one membership with a chosen role in a chosen department."""
    if not chosen.roles and not chosen.departments:
        return people
    wanted = seen.filter(person=OuterRef("pk"))
    if chosen.roles:
        wanted = wanted.filter(role__in=chosen.roles)
    if not place.is_partner:
        wanted = wanted.filter(account=place.pk)
    elif chosen.departments:
        wanted = wanted.filter(account__in=chosen.departments)
    return people.filter(Exists(wanted))


def _has_status(statuses: Iterable[str]) -> Q:
    """Persons in one of ``statuses``; says the same as :func:`people.statuses.status_of`."""
    here = Q(deactivated_at=None)
    conditions = {
        PersonStatus.DEACTIVATED: ~here,
        PersonStatus.ACTIVE: here & Q(joined_at__isnull=False),
        PersonStatus.INVITED: here & Q(joined_at=None, invited_at__isnull=False),
        PersonStatus.NOT_INVITED: here & Q(joined_at=None, invited_at=None),
    }
    wanted = Q()
    for status in statuses:
        wanted |= conditions[PersonStatus(status)]
    return wanted


def _order(sort: str) -> list[OrderBy | str]:
    """The order a filter names, with the id as the last word."""
    column = {"name": "sort_key", "email": "email", "added": "created_at", "seen": "last_sign_in"}[
        sort.removeprefix("-")
    ]
    down = sort.startswith("-")
    order = F(column).desc(nulls_last=True) if down else F(column).asc(nulls_last=True)
    if column in ("sort_key", "email"):  # Never null, and an index serves only the plain order.
        order = F(column).desc() if down else F(column).asc()
    return [order, "-id" if down else "id"]


def membership_counts(accounts: Iterable[int]) -> dict[int, tuple[int, int]]:
    """For each account that has any: how many people, and how many of them with a staff role. One query."""
    staff = Count("id", filter=Q(role__in=[role.value for role in STAFF_ROLES]))
    rows = (
        Membership.objects.filter(account__in=list(accounts))
        .values("account_id")
        .annotate(people=Count("id"), staff=staff)
    )
    return {row["account_id"]: (row["people"], row["staff"]) for row in rows.order_by()}


def import_under_way(account: Account) -> Import | None:
    """The import that is changing people seen from ``account`` just now, the one furthest on; with ``done``, its rows so far."""
    done = F("created") + F("updated") + F("unchanged") + F("skipped") + F("failed")
    imports = Import.objects.filter(status__in=WRITING).annotate(done=done)
    imports = imports.filter(partner=account.pk) if account.is_partner else imports.filter(account=account.pk)
    return imports.order_by(Case(When(status=Status.QUEUED, then=1), default=0), "queued_at", "id").first()


def persons_of_user(user_id: int) -> QuerySet[Person]:
    """Where a user belongs: their persons that are not deactivated, with partner and memberships in live accounts."""
    live = (
        Membership.objects.filter(account__archived_at=None).select_related("account").order_by("account__name", "id")
    )
    persons = Person.objects.filter(user=user_id, deactivated_at=None, partner__archived_at=None).select_related(
        "partner"
    )
    return persons.prefetch_related(Prefetch("memberships", live, to_attr="places")).order_by("partner__name", "id")
