"""Removing a person for good leaves numbers and no data of theirs, and harms nobody else."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models.fields.reverse_related import ManyToOneRel
from django.test import Client
from django.urls import reverse

from cerego.errors import Refused
from people import privacy, tokens
from people.bulk import ACTIONS, ask, work_off
from people.models import AccessToken, Event, Import, Invitation, Membership, Person, User
from people.models.events import EventKind
from people.models.imports import Status
from people.models.users import ERASED_DOMAIN
from people.privacy.erasing import ON_RECORD
from people.roles import Role
from tests.factories import Cast, make_person, place
from tests.security.erasing import ADDRESS, NAME, left
from tests.web.uploads import finish, page_of, stored_files, upload, work

pytestmark = pytest.mark.usefixtures("own_files")


def test_nothing_of_them_is_left_but_numbers(cast: Cast, mara: Client, zeb: Person) -> None:
    before = list(Import.objects.order_by("pk").values("rows", "created", "updated", "unchanged", "skipped", "failed"))
    assert stored_files()

    erasure = privacy.erase(person=zeb, by=cast.mara)

    assert left() == []
    assert (erasure.imports, erasure.rows) == (2, 2)
    after = Import.objects.order_by("pk").values("rows", "created", "updated", "unchanged", "skipped", "failed")
    assert list(after) == before
    contents = " ".join(path.read_text() for path in stored_files())
    assert not any(word in contents for word in (NAME, ADDRESS))
    event = Event.objects.get(kind=EventKind.PERSON_ERASED)
    assert (event.by, event.details) == (cast.mara, {"person": zeb.pk, "imports": 2, "rows": 2})


def test_other_peoples_rows_stay_and_the_pages_of_the_imports_say_what_happened(
    cast: Cast, mara: Client, zeb: Person
) -> None:
    privacy.erase(person=zeb, by=cast.mara)

    runs = list(Import.objects.order_by("pk"))
    assert "removed for good" in page_of(mara, cast.northwind, runs[0], "?outcome=created")
    assert "Ann Arbor" in page_of(mara, cast.northwind, runs[0], "?outcome=created")
    assert "Somebody who was removed has the member ID" in page_of(mara, cast.northwind, runs[1], "?outcome=failed")
    for run in runs:
        for kind in ("problems", "result", "people"):
            mara.get(reverse(f"download_{kind}", args=[cast.northwind.pk, run.pk]))
    undone = work(_undo(mara, cast, runs[0]))
    assert (undone.status, undone.rows) == (Status.UNDONE, undone.reversed + undone.kept + undone.nothing_to_undo)
    assert not Person.objects.filter(email="ann@example.org").exists()


def _undo(mara: Client, cast: Cast, run: Import) -> Import:
    mara.post(reverse("undo", args=[cast.northwind.pk, run.pk]))
    run.refresh_from_db()
    return run


def test_what_they_did_themselves_stays_under_a_pseudonym(cast: Cast, mara: Client, as_) -> None:
    eve = make_person(cast.northwind, "Eve Admin", role=Role.ADMIN, email="eve@quarterstaff.example").user
    client = as_(eve)
    run = finish(client, cast.northwind, upload(client, cast.northwind, "Ann Arbor,ann@example.org,,,"))
    client.post(reverse("departments", args=[cast.northwind.pk]), {"name": "Chemistry"})
    tokens.create(name="script", may_write=True, days=1, by=eve)

    privacy.erase(person=eve.persons.get(), by=cast.mara)

    assert not User.objects.filter(pk=eve.pk).exists()
    made = Event.objects.get(kind=EventKind.DEPARTMENT_CREATED)
    run.refresh_from_db()
    assert made.by is not None
    assert made.by == run.created_by
    assert made.by.email.endswith(f"@{ERASED_DOMAIN}")
    assert not made.by.is_active
    assert (made.origin, AccessToken.objects.count()) == (None, 0)
    assert "eve@" not in page_of(mara, cast.northwind, run)
    assert "somebody who was removed" in mara.get(reverse("imports", args=[cast.northwind.pk])).content.decode().lower()
    assert client.get(reverse("home")).status_code == 302


def test_that_they_asked_for_what_there_is_not_goes_with_them(cast: Cast, as_) -> None:
    eve = make_person(cast.northwind, "Eve Admin", role=Role.ADMIN, email="eve@quarterstaff.example").user
    as_(eve).get(reverse("people", args=[1 << 40]))
    assert Event.objects.get(kind=EventKind.ACCESS_REFUSED).by == eve

    privacy.erase(person=eve.persons.get(), by=cast.mara)

    assert not User.objects.filter(pk=eve.pk).exists()
    assert not Event.objects.filter(kind=EventKind.ACCESS_REFUSED).exists()


def test_whom_another_partner_knows_keeps_their_sign_in_there(cast: Cast, as_) -> None:
    olga = make_person(cast.northwind, "Olga At Northwind", role=Role.ADMIN, email=cast.olga.email).user
    client = as_(olga)
    for account in (cast.northwind, cast.contoso):
        client.post(reverse("departments", args=[account.pk]), {"name": "Chemistry"})

    privacy.erase(person=olga.persons.get(partner=cast.northwind.pk), by=cast.mara)

    assert olga.persons.get().partner_id == cast.contoso.pk
    assert client.get(reverse("people", args=[cast.contoso.pk])).status_code == 200
    assert client.get(reverse("people", args=[cast.northwind.pk])).status_code == 404
    made = Event.objects.filter(kind=EventKind.DEPARTMENT_CREATED)
    assert [event.by == olga for event in made.order_by("pk")] == [False, True]


def test_nobody_removes_themselves_nor_an_accounts_last_admin(cast: Cast) -> None:
    other = make_person(cast.northwind, "Second Admin", role=Role.ADMIN).user
    with pytest.raises(Refused, match=r"person\.own_erasure"):
        privacy.erase(person=cast.mara.persons.get(), by=cast.mara)
    with pytest.raises(Refused, match=r"role\.last_admin"):
        privacy.erase(person=cast.dora.persons.get(), by=cast.mara)
    privacy.erase(person=cast.mara.persons.get(), by=other)
    with pytest.raises(Refused, match=r"role\.last_admin"):
        privacy.erase(person=other.persons.get(), by=cast.mara)


def test_a_change_of_many_people_keeps_its_counts_and_no_name(cast: Cast, zeb: Person) -> None:
    other = make_person(cast.maths, "Second Admin", role=Role.ADMIN)
    place(zeb, cast.physics, Role.LEARNER)
    Membership.objects.filter(person=zeb, account=cast.physics).update(role=Role.ADMIN.value)
    Membership.objects.filter(person__user=cast.pete, account=cast.physics).delete()
    people = Person.objects.filter(pk__in=[zeb.pk, other.pk])
    bulk = ask(
        action=ACTIONS["deactivate"], people=people, account=cast.northwind, options={}, key="0" * 32, by=cast.mara
    )
    work_off(bulk.pk)
    place(other, cast.physics, Role.ADMIN)
    Person.objects.filter(pk=other.pk).update(deactivated_at=None)

    privacy.erase(person=zeb, by=cast.mara)

    bulk.refresh_from_db()
    assert (bulk.people, bulk.changed, bulk.refused) == (2, 1, 1)
    assert left() == []


def test_a_user_whom_only_a_foreign_record_names_keeps_no_address(cast: Cast, as_) -> None:
    person = make_person(cast.northwind, "Once Contoso", role=Role.ADMIN, email="once@contoso.example")
    Event.objects.create(account=cast.contoso, by=person.user, kind=EventKind.DEPARTMENT_ARCHIVED)
    Authenticator.objects.create(user=person.user, type=Authenticator.Type.TOTP, data={"secret": "s"})
    UserSession.objects.create(user=person.user, session_key="k", ip="192.0.2.7", user_agent="Theirs")
    tokens.create(name="everywhere", may_write=True, days=1, by=person.user)

    privacy.erase(person=person, by=cast.mara)

    for theirs in (Authenticator, UserSession, AccessToken):
        assert not theirs.objects.filter(user=person.user_id).exists()

    user = User.objects.get(pk=person.user_id)
    assert user.email.endswith(f"@{ERASED_DOMAIN}")
    assert not user.is_active
    assert not user.has_usable_password()


def test_every_record_of_who_did_something_is_known_to_it() -> None:
    relations = [field for field in User._meta.get_fields(include_hidden=True) if isinstance(field, ManyToOneRel)]
    kept = {
        (relation.related_model, relation.field.name)
        for relation in relations
        if relation.field.remote_field.on_delete.__name__ == "PROTECT" and relation.related_model is not Person
    }
    assert kept == {(model, field) for model, field, _ in ON_RECORD}


def test_invitations_go_and_the_links_with_them(cast: Cast, mara: Client, zeb: Person) -> None:
    mara.post(reverse("invite_person", args=[cast.northwind.pk, zeb.pk]))
    assert Invitation.objects.filter(person=zeb).exists()

    privacy.erase(person=zeb, by=cast.mara)

    assert not Invitation.objects.exists()
