"""Changes of a person: name, address, whether they may come in; what they mean for the user that partners share."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cerego.errors import Refused
from people import invitations, persons
from people.models import Event, Invitation, Person, User
from people.models.events import EventKind
from people.roles import Role
from people.selectors import accounts_administered_by
from tests.factories import PASSWORD, Cast, make_person

NEW = "liv.berg@northwind.example"


@pytest.fixture
def liv(cast: Cast) -> Person:
    return Person.objects.get(user=cast.liv)


def at_contoso(cast: Cast, user: User, name: str, *, role: Role = Role.LEARNER) -> Person:
    """The same user as another partner knows them."""
    return make_person(cast.contoso, name, email=user.email, role=role)


def events(person: Person) -> list[tuple[str, dict[str, str]]]:
    return list(Event.objects.filter(person=person).order_by("id").values_list("kind", "details"))


def test_it_renames_and_is_found_by_the_new_name(cast: Cast, liv: Person) -> None:
    after = persons.rename(person=liv, full_name="  Liv   Bérg ", by=cast.mara)

    liv.refresh_from_db()
    assert (after.full_name, liv.full_name) == ("Liv Bérg", "Liv Bérg")
    assert (liv.sort_key, liv.search_text) == ("liv berg", f"liv berg {liv.email}")
    assert events(liv) == [(EventKind.PERSON_RENAMED, {"before": "Liv Lund", "after": "Liv Bérg"})]


@pytest.mark.parametrize(
    ("name", "code"),
    [("  ", "name.missing"), ("x" * 201, "name.too_long"), ("Liv\u202e", "name.control_characters")],
)
def test_r6_holds_for_names_that_are_typed(cast: Cast, liv: Person, name: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        persons.rename(person=liv, full_name=name, by=cast.mara)


def test_another_address_is_another_sign_in(cast: Cast, liv: Person) -> None:
    Person.objects.filter(pk=liv.pk).update(invited_at=timezone.now(), joined_at=timezone.now())

    persons.change_email(person=liv, email=" Liv.Berg@NORTHWIND.example ", by=cast.mara)

    liv.refresh_from_db()
    assert (liv.email, liv.user.email, liv.search_text) == (NEW, NEW, f"liv lund {NEW}")
    assert (liv.invited_at, liv.joined_at) == (None, None)
    assert not liv.user.has_usable_password()
    details = {"before": cast.liv.email, "after": NEW}
    assert events(liv) == [(EventKind.PERSON_ADDRESS_CHANGED, details)]


def test_the_invitation_to_the_former_address_goes(cast: Cast, liv: Person) -> None:
    invitations.invite(persons=Person.objects.filter(pk=liv.pk), account=cast.northwind, by=cast.mara)

    persons.change_email(person=liv, email=NEW, by=cast.mara)

    assert not Invitation.objects.filter(person=liv).exists()
    assert liv in invitations.invitable(Person.objects.filter(pk=liv.pk))


def test_the_former_sign_in_keeps_its_password_and_its_other_partners_but_opens_nothing_here(cast: Cast) -> None:
    cast.dora.set_password(PASSWORD)
    cast.dora.save()
    elsewhere = at_contoso(cast, cast.dora, "D. Diaz", role=Role.ADMIN)
    here = Person.objects.get(user=cast.dora, partner=cast.northwind)

    persons.change_email(person=here, email="dora@elsewhere.example", by=cast.mara)

    cast.dora.refresh_from_db()
    elsewhere.refresh_from_db()
    assert cast.dora.check_password(PASSWORD)
    assert (elsewhere.user, elsewhere.email, elsewhere.full_name) == (cast.dora, cast.dora.email, "D. Diaz")
    assert set(accounts_administered_by(cast.dora).values_list("partner", flat=True)) == {cast.contoso.pk}


def test_an_address_that_another_partner_knows_is_that_sign_in_untouched(cast: Cast, liv: Person) -> None:
    before = User.objects.filter(pk=cast.olga.pk).values().get()

    persons.change_email(person=liv, email=cast.olga.email, by=cast.mara)

    liv.refresh_from_db()
    assert liv.user == cast.olga
    assert User.objects.filter(pk=cast.olga.pk).values().get() == before


def test_a_misspelt_address_that_was_never_used_leaves_nobody_behind(cast: Cast, liv: Person) -> None:
    persons.change_email(person=liv, email=NEW, by=cast.mara)

    assert not User.objects.filter(pk=cast.liv.pk).exists()


def test_a_sign_in_that_was_used_stays_and_is_found_again(cast: Cast, liv: Person) -> None:
    cast.liv.set_password(PASSWORD)
    cast.liv.save()

    persons.change_email(person=liv, email=NEW, by=cast.mara)
    persons.change_email(person=liv, email=cast.liv.email, by=cast.mara)

    liv.refresh_from_db()
    assert liv.user == cast.liv
    assert not User.objects.filter(email=NEW).exists()


@pytest.mark.parametrize(
    ("email", "code"), [("", "email.missing"), ("liv", "email.invalid"), ("DORA.DIAZ@northwind.example", "email.taken")]
)
def test_r7_holds_for_addresses_that_are_typed(cast: Cast, liv: Person, email: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        persons.change_email(person=liv, email=email, by=cast.mara)


def test_it_corrects_both_or_neither(cast: Cast, liv: Person) -> None:
    with pytest.raises(Refused, match=r"email\.taken"):
        persons.correct(person=liv, full_name="Liv Berg", email=cast.dora.email, by=cast.mara)

    liv.refresh_from_db()
    assert liv.full_name == "Liv Lund"
    assert events(liv) == []


def test_it_refuses_what_was_decided_on_a_page_that_is_old(cast: Cast, liv: Person) -> None:
    seen = (liv.full_name, liv.email)
    persons.rename(person=liv, full_name="Liv Berg", by=cast.mara)

    with pytest.raises(Refused, match=r"person\.changed"):
        persons.correct(person=liv, full_name="Liv Dahl", email=liv.email, by=cast.mara, expected=seen)


def test_deactivation_ends_the_sessions_of_somebody_who_is_active_nowhere_else(cast: Cast) -> None:
    make_person(cast.maths, "Ada Second", role=Role.ADMIN)
    client = Client()
    client.force_login(cast.dora)
    dora = Person.objects.get(user=cast.dora)

    persons.deactivate(person=dora, by=cast.mara)

    assert client.get(reverse("home"))["Location"].startswith(reverse("account_login"))
    assert events(dora) == [(EventKind.PERSON_DEACTIVATED, {})]


def test_deactivation_leaves_alone_what_happens_with_other_partners(cast: Cast) -> None:
    make_person(cast.maths, "Ada Second", role=Role.ADMIN)
    at_contoso(cast, cast.dora, "D. Diaz", role=Role.ADMIN)
    client = Client()
    client.force_login(cast.dora)

    persons.deactivate(person=Person.objects.get(user=cast.dora, partner=cast.northwind), by=cast.mara)

    assert client.get(reverse("people", args=[cast.contoso.pk])).status_code == 200
    assert client.get(reverse("people", args=[cast.maths.pk])).status_code == 404


def test_who_is_let_in_again_has_the_roles_of_before(cast: Cast) -> None:
    make_person(cast.maths, "Ada Second", role=Role.ADMIN)
    dora = Person.objects.get(user=cast.dora)
    persons.deactivate(person=dora, by=cast.mara)

    persons.reactivate(person=dora, by=cast.mara)

    assert cast.maths in accounts_administered_by(cast.dora)
    assert [kind for kind, _ in events(dora)] == [EventKind.PERSON_DEACTIVATED, EventKind.PERSON_REACTIVATED]


def test_nobody_shuts_themselves_out(cast: Cast) -> None:
    mara = Person.objects.get(user=cast.mara)
    make_person(cast.northwind, "Max Mustermann", role=Role.ADMIN)

    with pytest.raises(Refused, match=r"person\.own_access"):
        persons.deactivate(person=mara, by=cast.mara)
    with pytest.raises(Refused, match=r"person\.own_address"):
        persons.change_email(person=mara, email=NEW, by=cast.mara)


def test_the_last_admin_of_an_account_is_not_deactivated(cast: Cast) -> None:
    dora = Person.objects.get(user=cast.dora)
    make_person(cast.northwind, "Max Mustermann", role=Role.ADMIN)
    make_person(cast.maths, "Gone Gray", role=Role.ADMIN, deactivated_at=timezone.now())

    with pytest.raises(Refused) as refusal:
        persons.deactivate(person=dora, by=cast.olga)

    assert refusal.value.context["accounts"] == ["Mathematics"]


def test_what_is_asked_for_twice_is_done_once(cast: Cast, liv: Person) -> None:
    for _ in range(2):
        persons.correct(person=liv, full_name="Liv Berg", email=NEW, by=cast.mara, expected=("Liv Lund", liv.email))
        persons.deactivate(person=liv, by=cast.mara)
    assert len(events(liv)) == 3

    for _ in range(2):
        persons.reactivate(person=liv, by=cast.mara)
    assert len(events(liv)) == 4


def test_it_says_so_when_the_person_has_gone(cast: Cast, liv: Person) -> None:
    Person.objects.filter(pk=liv.pk).delete()

    with pytest.raises(Refused, match=r"person\.gone"):
        persons.reactivate(person=liv, by=cast.mara)
