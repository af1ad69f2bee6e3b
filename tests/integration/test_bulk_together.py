"""Changes of many people at once come to the same as one after the other, by the doors of their own pages."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from departments.models import Account
from people import bulk
from people.bulk import ACTIONS, working
from people.models import Bulk, BulkPerson, Event, Invitation, Membership, Person, User
from people.roles import Role
from tests.factories import Cast, make_cast, make_person, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Besides those of the cast: whoever may be a special case of one of the changes."""
    cast = make_cast()
    place(make_person(cast.maths, "Ann Staff", role=Role.COURSE_MANAGER), cast.northwind, role=Role.DEPARTMENT_STAFF)
    twice = make_person(cast.maths, "Ben Both", role=Role.COURSE_VIEWER)
    place(twice, cast.physics, role=Role.CONTENT_MANAGER)
    place(twice, cast.northwind, role=Role.DEPARTMENT_STAFF)
    place(make_person(cast.maths, "Cleo Above", role=Role.COURSE_VIEWER), cast.northwind)
    make_person(cast.physics, "Dan Learner", member_id="D-1")
    gone = make_person(cast.maths, "Eve Gone")
    Person.objects.filter(pk=gone.pk).update(deactivated_at=timezone.now())
    make_person(cast.contoso, "Flo Elsewhere", user=make_person(cast.maths, "Flo Here").user)
    make_person(cast.maths, "Gus Admin", role=Role.ADMIN)
    Person.objects.filter(full_name="Ben Both").update(invited_at=timezone.now())
    return cast


CHANGES: dict[str, tuple[str, Callable[[Cast], dict[str, Any]]]] = {
    "role in a department": ("role", lambda cast: {"account": cast.maths.pk, "role": "content_manager"}),
    "learners in a department": ("role", lambda cast: {"account": cast.maths.pk, "role": "learner"}),
    "role above": ("role", lambda cast: {"account": cast.northwind.pk, "role": "course_viewer"}),
    "admins": ("role", lambda cast: {"account": cast.physics.pk, "role": "admin"}),
    "add learners": ("add", lambda cast: {"account": cast.physics.pk, "role": "learner"}),
    "add staff": ("add", lambda cast: {"account": cast.physics.pk, "role": "course_manager"}),
    "remove": ("remove", lambda cast: {"account": cast.maths.pk}),
    "remove from the other": ("remove", lambda cast: {"account": cast.physics.pk}),
    "deactivate": ("deactivate", lambda cast: {}),
    "reactivate": ("reactivate", lambda cast: {}),
    "invite": ("invite", lambda cast: {}),
}


def after(cast: Cast, action: str, options: dict[str, Any]) -> dict[str, list[Any]]:
    """All that has come of the change of everybody of Northwind; and it is taken back."""
    with transaction.atomic():
        everybody = Person.objects.filter(partner=cast.northwind)
        change = bulk.ask(
            action=ACTIONS[action], people=everybody, account=cast.northwind, options=options, key=uuid4(), by=cast.mara
        )
        bulk.work_off(change.pk)
        change.refresh_from_db()
        found = {
            "outcomes": list(
                BulkPerson.objects.filter(bulk=change)
                .order_by("person_id")
                .values_list("person_id", "outcome", "reason", "context")
            ),
            "counts": [change.changed, change.unchanged, change.refused, change.people],
            "places": sorted(Membership.objects.values_list("person_id", "account_id", "role", "member_id")),
            "deactivated": list(
                Person.objects.exclude(deactivated_at=None).order_by("pk").values_list("pk", flat=True)
            ),
            "sessions": list(User.objects.order_by("pk").values_list("pk", "sessions_ended")),
            "invited": sorted(Invitation.objects.values_list("person_id", "state")),
            "told": sorted(
                (str(kind), account, person, sorted(details.items()))
                for kind, account, person, details in Event.objects.exclude(person=None).values_list(
                    "kind", "account_id", "person_id", "details"
                )
            ),
        }
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("is_archived", [False, True], ids=["", "archived"])
def test_it_comes_to_the_same_as_one_after_the_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, change: str, is_archived: bool
) -> None:
    if is_archived:
        Account.objects.filter(parent=cast.northwind).update(archived_at=timezone.now())
    action, options = CHANGES[change]

    together = after(cast, action, options(cast))
    monkeypatch.setattr(working, "TOGETHER", defaultdict(lambda: lambda people, bulk: {}))
    alone = after(cast, action, options(cast))

    assert together == alone


@pytest.mark.parametrize("change", CHANGES)
def test_it_asks_the_database_equally_often_for_few_and_for_many(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, change: str
) -> None:
    action, options = CHANGES[change]
    people = [make_person(cast.maths, f"Many {number}").pk for number in range(60)]
    change_of = bulk.ask(
        action=ACTIONS[action], people=Person.objects.filter(pk__in=people), account=cast.northwind,
        options=options(cast), key=uuid4(), by=cast.mara,
    )  # fmt: skip

    with django_assert_max_num_queries(45):
        bulk.work_off(change_of.pk)

    assert Bulk.objects.get(pk=change_of.pk).finished_at
