"""What the person page shows: a constant number of queries, however many places and events there are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.http import QueryDict

from departments.models import Account
from people.models import Membership, Person, User
from people.person.forms import NewPlaceForm, PlaceForm, RefusableForm
from people.person.history import history_of
from people.roles import Role
from people.selectors import memberships_seen_from


def people_seen_from(account: Account) -> QuerySet[Person]:
    """The people one sees working in ``account``: a partner's all, a department's own only (design §8)."""
    people = Person.objects.select_related("user")
    if account.is_partner:
        return people.filter(partner=account.pk)
    return people.filter(pk__in=memberships_seen_from(account).values("person"))


def accounts_seen_from(account: Account) -> QuerySet[Account]:
    """The accounts in which one may change people, working in ``account``; archived ones too."""
    return Account.objects.filter(partner=account.pk) if account.is_partner else Account.objects.filter(pk=account.pk)


@dataclass(frozen=True, slots=True)
class Place:
    """One membership as the page shows it."""

    membership: Membership
    form: PlaceForm
    is_open: bool
    """Whether its form is shown at once."""

    @property
    def is_automatic(self) -> bool:
        """Whether it comes and goes by itself (R12, R14)."""
        return self.membership.role == Role.DEPARTMENT_STAFF


def person_page(
    account: Account, person: Person, *, reader: User, form: RefusableForm | None = None, opened: int = 0
) -> dict[str, Any]:
    """What ``reader`` is shown. ``form`` was sent and refused; ``opened`` is the account whose form is to be open."""
    seen = memberships_seen_from(account).filter(person=person.pk).select_related("account")
    order = [F("account__archived_at").asc(nulls_first=True), F("account__parent").asc(nulls_first=True)]
    places = [
        _place(membership, form if membership.account_id == opened else None, is_open=membership.account_id == opened)
        for membership in seen.order_by(*order, "account__name", "id")
    ]
    new_place = form if isinstance(form, NewPlaceForm) else new_place_form(account, person, None)
    return {
        "account": account,
        "person": person,
        "places": places,
        "new_place": new_place,
        "is_adding": new_place is form,
        "form": form,
        "history": history_of(account, person, reader=reader),
        "last_sign_in": person.last_sign_in,
    }


def new_place_form(account: Account, person: Person, data: QueryDict | None) -> NewPlaceForm:
    """The form that puts the person into one more account; in a department there is none to choose.

    It offers those they are not in. Sent, it takes the others too: the same click may come twice.
    """
    accounts = Account.objects.live().filter(partner=account.pk) if account.is_partner else Account.objects.none()
    if data is None:
        accounts = accounts.exclude(pk__in=Membership.objects.filter(person=person.pk).values("account"))
    return NewPlaceForm(data, accounts=list(accounts.order_by(F("parent").asc(nulls_first=True), "name", "id")))


def _place(membership: Membership, form: RefusableForm | None, *, is_open: bool) -> Place:
    own = form if isinstance(form, PlaceForm) else PlaceForm(None, membership=membership)
    return Place(membership=membership, form=own, is_open=is_open)
