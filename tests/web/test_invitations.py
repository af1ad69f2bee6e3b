"""The pages of invitations: now or later for an import, again for one person, how far they are (R31)."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people import invitations, persons
from people.invitations.asking import PAUSE
from people.invitations.sending import send_due
from people.models import Import, Invitation, Person
from people.models.imports import Status
from people.models.invitations import InvitationState
from tests.factories import Cast, make_person
from tests.web.uploads import choices, finish, page_of, said, send, upload, work

ROWS = ("Ann Arbor,ann@example.org,,,", "Bob Bell,bob@example.org,,,", "Liv Lund,liv.lund@northwind.example,,,")


@pytest.fixture
def done(cast: Cast, mara: Client) -> Import:
    """An import that brought in two new people and one who was there."""
    return finish(mara, cast.northwind, upload(mara, cast.northwind, *ROWS))


def invited() -> set[str]:
    """Whose invitation is on its way."""
    waiting = Invitation.objects.filter(state=InvitationState.QUEUED)
    return set(waiting.values_list("person__email", flat=True))


def test_r31_later_is_what_happens_unless_told_otherwise(cast: Cast, mara: Client, done: Import) -> None:
    assert done.options["invitations"] == "later"
    assert invited() == set()


def test_r31_now_invites_the_new_people_when_the_import_is_done(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, *ROWS))
    assert "2 new people would get one mail each." in page_of(mara, cast.northwind, run)

    send(mara, "start", cast.northwind, run, invitations="now")
    run.refresh_from_db()
    assert (run.status, invited()) == (Status.QUEUED, set())
    assert work(run).status == Status.DONE

    assert invited() == {"ann@example.org", "bob@example.org"}


def test_r31_choosing_now_needs_no_new_check(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, *ROWS))

    mara.post(reverse("match", args=[cast.northwind.pk, run.pk]), choices(run, invitations="now"))

    run.refresh_from_db()
    assert (run.status, run.options["invitations"]) == (Status.CHECKED, "now")


def test_it_sends_them_later_by_a_button_on_the_import(cast: Cast, mara: Client, done: Import) -> None:
    address = reverse("invite_import", args=[cast.northwind.pk, done.pk])
    assert address in mara.get(reverse("import", args=[cast.northwind.pk, done.pk])).content.decode()
    assert "Send 3 invitations" in said(mara.get(address))
    assert invited() == set()

    answer = mara.post(address, follow=True)

    assert "3 invitations are on the way." in said(answer)
    assert "On the way 3 mails go out in the background." in said(answer)
    assert invited() == {"ann@example.org", "bob@example.org", "liv.lund@northwind.example"}
    send_due()
    assert "Invited 3 got a mail and have not come in yet." in said(mara.get(address))
    assert "There is nobody left to invite." in said(mara.get(address))
    assert "has an invitation already" in said(mara.post(address, follow=True))
    assert Invitation.objects.count() == 3


def test_it_says_how_far_each_of_them_is(cast: Cast, mara: Client, done: Import) -> None:
    address = reverse("invite_import", args=[cast.northwind.pk, done.pk])
    mara.post(address)
    Invitation.objects.filter(person__email="ann@example.org").update(state=InvitationState.REFUSED)
    Invitation.objects.filter(person__email="bob@example.org").update(state=InvitationState.UNSURE)
    Person.objects.filter(email="liv.lund@northwind.example").update(joined_at=timezone.now())

    page = said(mara.get(address))

    assert "Active 1 has come in." in page
    assert "Uncertain 1 may not have got theirs" in page
    assert "Not delivered 1 address takes no mail." in page


def test_it_asks_equally_often_for_few_people_and_for_many(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (3, 60):
        rows = [f"Per Son,p{count}.{number}@example.org,,," for number in range(count)]
        run = finish(mara, cast.northwind, upload(mara, cast.northwind, *rows))
        address = reverse("invite_import", args=[cast.northwind.pk, run.pk])
        mara.get(address)
        with django_assert_num_queries(11):
            mara.get(address)


def test_it_sends_one_person_theirs_and_again(cast: Cast, mara: Client) -> None:
    person = Person.objects.get(user=cast.liv)
    address = reverse("invite_person", args=[cast.northwind.pk, person.pk])
    assert "Not invited yet. Send the invitation" in said(mara.get(address))

    page = said(mara.post(address, follow=True))
    assert "1 invitation is on the way." in page
    assert "The mail is on its way. Send again" in page
    nonce = Invitation.objects.get().nonce
    mara.post(address)
    assert Invitation.objects.get().nonce == nonce, "a second click sends nothing more"
    send_due()
    assert "Sent: Just now." in said(mara.get(address))
    page = said(mara.post(address, follow=True))
    assert "A mail to Liv Lund went out a moment ago" in page
    assert "You can send another one in 10 minutes." in page
    assert Invitation.objects.get().nonce == nonce
    Invitation.objects.update(sent_at=timezone.now() - PAUSE)
    mara.post(address)
    assert Invitation.objects.get().nonce != nonce


def test_another_address_is_written_to_at_once(cast: Cast, mara: Client) -> None:
    person = Person.objects.get(user=cast.liv)
    invitations.resend(person=person, account=cast.northwind, by=cast.mara)
    send_due()
    persons.change_email(person=person, email="liv.berg@northwind.example", by=cast.mara)

    assert "1 invitation is on the way." in said(
        mara.post(reverse("invite_person", args=[cast.northwind.pk, person.pk]), follow=True)
    )


def test_it_refuses_to_invite_who_came_in(cast: Cast, mara: Client) -> None:
    person = Person.objects.get(user=cast.liv)
    Person.objects.filter(pk=person.pk).update(joined_at=timezone.now())
    address = reverse("invite_person", args=[cast.northwind.pk, person.pk])
    assert "Send" not in said(mara.get(address)).split("Invitation of Liv Lund", 1)[1]
    back = reverse("person", args=[cast.northwind.pk, person.pk])
    assert f'href="{back}">Back to the person' in mara.get(address).content.decode()

    assert "Liv Lund has come in already" in said(mara.post(address, follow=True))
    assert not Invitation.objects.exists()


def test_a_departments_admin_invites_only_its_people(cast: Cast, as_) -> None:
    person = Person.objects.get(user=cast.cora)
    dora = as_(cast.dora)

    assert dora.get(reverse("invite_person", args=[cast.maths.pk, person.pk])).status_code == 404
    assert dora.post(reverse("invite_person", args=[cast.maths.pk, person.pk])).status_code == 404
    liv = Person.objects.get(user=cast.liv)
    assert dora.post(reverse("invite_person", args=[cast.maths.pk, liv.pk])).status_code == 302
    assert list(Invitation.objects.values_list("person", flat=True)) == [liv.pk]


def test_an_undone_import_takes_its_invitations_along(cast: Cast, mara: Client, done: Import) -> None:
    mara.post(reverse("invite_import", args=[cast.northwind.pk, done.pk]))
    assert Invitation.objects.count() == 3

    send(mara, "undo", cast.northwind, done)
    assert work(done).status == Status.UNDONE

    assert list(Invitation.objects.values_list("person__email", flat=True)) == ["liv.lund@northwind.example"]


def test_it_tells_the_people_of_a_department_apart_from_those_who_only_work_there(cast: Cast, as_) -> None:
    person = make_person(cast.physics, "Phil Phys")

    assert as_(cast.dora).get(reverse("invite_person", args=[cast.maths.pk, person.pk])).status_code == 404
    assert as_(cast.pete).get(reverse("invite_person", args=[cast.physics.pk, person.pk])).status_code == 200


def test_a_long_address_breaks_before_its_at_sign(client: Client, cast: Cast, mara: Client) -> None:
    person = make_person(cast.maths, "Ann Arbor", email="ann@example.org")
    mara.post(reverse("invite_person", args=[cast.northwind.pk, person.pk]))
    assert not send_due()

    link = invitations.link(Invitation.objects.select_related("person__user").get(person=person))

    assert "<strong>ann<wbr>@example.org</strong>" in client.get(link).content.decode()
