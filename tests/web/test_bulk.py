"""Changes of many people: whom they are about, what the pages ask and tell, and who may."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Bulk, BulkPerson, Event, Membership, Person, User
from people.roles import Role
from tests.factories import Cast, make_person, place

As = Callable[[User], Client]
ACTIONS = ["role", "add", "remove", "invite", "deactivate", "reactivate"]


def pk(user: User) -> int:
    return Person.objects.get(user=user).pk


def ask(client: Client, account_id: int, action: str, query: str, **chosen: object) -> HttpResponse:
    """Open the page that asks, and confirm it with what was chosen."""
    address = f"{reverse('change_people', args=[account_id, action])}?{query}"
    form = client.get(address).context["form"]
    return client.post(address, {"key": form["key"].value(), "number": form["number"].value(), **chosen})


def change_of(client: Client, answer: HttpResponse) -> Bulk:
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert page.status_code == 200
    return page.context["change"].bulk


def test_it_changes_the_role_of_those_ticked(cast: Cast, mara: Client) -> None:
    query = f"person={pk(cast.vera)}&person={pk(cast.cora)}"

    answer = ask(mara, cast.northwind.pk, "role", query, account=cast.northwind.pk, role="content_manager")

    assert change_of(mara, answer).changed == 2
    roles = Membership.objects.filter(account=cast.northwind.pk, role=Role.CONTENT_MANAGER.value)
    assert set(roles.values_list("person__full_name", flat=True)) == {"Cora Cole", "Vera Voss", "Connie Cruz"}


def test_it_changes_all_that_match_and_nobody_else(cast: Cast, mara: Client) -> None:
    answer = ask(mara, cast.northwind.pk, "add", "all=1&role=course_viewer", department=cast.maths.pk, role="learner")

    assert change_of(mara, answer).people == 1
    assert set(cast.maths.memberships.values_list("person__full_name", flat=True)) == {
        "Dora Diaz",
        "Liv Lund",
        "Vera Voss",
    }


def test_it_takes_people_out_of_the_department_listed(cast: Cast, mara: Client) -> None:
    answer = ask(mara, cast.northwind.pk, "remove", f"all=1&place={cast.maths.pk}", department=cast.maths.pk)

    change = change_of(mara, answer)
    assert (change.changed, change.refused) == (1, 1)
    page = mara.get(answer["Location"]).content.decode()
    assert "Dora Diaz is the last admin of Mathematics" in page


def test_it_says_of_whom_and_why_it_could_not(cast: Cast, mara: Client) -> None:
    answer = ask(mara, cast.northwind.pk, "deactivate", "all=1&role=admin")

    change = change_of(mara, answer)
    page = mara.get(answer["Location"]).content.decode()
    assert (change.changed, change.unchanged, change.refused) == (0, 0, 3)
    assert "You can’t deactivate yourself" in page
    assert "Pete Park is the last admin of Physics" in page


def test_it_counts_whoever_is_so_already_as_unchanged(cast: Cast, mara: Client) -> None:
    Person.objects.filter(user=cast.liv).update(deactivated_at="2026-01-01T00:00Z")

    change = change_of(
        mara, ask(mara, cast.northwind.pk, "deactivate", f"person={pk(cast.liv)}&person={pk(cast.vera)}")
    )

    assert (change.changed, change.unchanged) == (1, 1)


def test_it_lets_people_in_again(cast: Cast, mara: Client) -> None:
    Person.objects.filter(user=cast.liv).update(deactivated_at="2026-01-01T00:00Z")

    ask(mara, cast.northwind.pk, "reactivate", "all=1&status=deactivated")

    assert Person.objects.get(user=cast.liv).deactivated_at is None


def test_it_invites_each_once(cast: Cast, mara: Client) -> None:
    first = change_of(mara, ask(mara, cast.northwind.pk, "invite", f"person={pk(cast.liv)}"))
    second = change_of(mara, ask(mara, cast.northwind.pk, "invite", f"person={pk(cast.liv)}"))

    assert (first.changed, second.changed, second.unchanged) == (1, 0, 1)


def test_it_says_the_number_before_it_does_anything(cast: Cast, mara: Client) -> None:
    page = mara.get(f"{reverse('change_people', args=[cast.northwind.pk, 'deactivate'])}?all=1").content.decode()

    assert page.count("Deactivate 7 people") == 2
    assert not Bulk.objects.exists()


def test_it_asks_again_when_others_match_by_now(cast: Cast, mara: Client) -> None:
    address = f"{reverse('change_people', args=[cast.northwind.pk, 'deactivate'])}?all=1&role=learner"
    sent = {"key": str(uuid4()), "number": "1"}
    make_person(cast.maths, "Somebody New")

    answer = mara.post(address, sent)

    assert answer.status_code == 422
    assert "By now 2 people match" in answer.content.decode()
    assert mara.post(address, {**sent, "number": "2"}).status_code == 302


def test_it_does_nothing_twice(cast: Cast, mara: Client) -> None:
    """A double click, and the same page sent again when nobody matches any more."""
    address = (
        f"{reverse('change_people', args=[cast.northwind.pk, 'deactivate'])}?all=1&status=not_invited&role=learner"
    )
    sent = {"key": str(uuid4()), "number": "1"}

    answers = [mara.post(address, sent), mara.post(address, sent)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Bulk.objects.count() == 1
    assert Event.objects.filter(kind="person.deactivated").count() == 1


def test_the_key_of_somebody_elses_page_is_nothing_to_them(cast: Cast, mara: Client, as_: As) -> None:
    """A hidden field that was tampered with starts a change of one's own, and neither shows nor stops another's."""
    sent = {"key": str(uuid4()), "number": "1"}
    query = "?all=1&status=not_invited&role=learner"
    for client, account in ((mara, cast.northwind), (as_(cast.dora), cast.maths), (mara, cast.maths)):
        address = reverse("change_people", args=[account.pk, "invite"]) + query
        assert client.post(address, sent).status_code == 302
    assert Bulk.objects.count() == 3
    assert set(Bulk.objects.values_list("created_by", flat=True)) == {cast.mara.pk, cast.dora.pk}


@pytest.mark.parametrize(
    ("action", "sent", "words"),
    [
        ("role", {"role": "admin"}, "Choose an account."),
        ("role", {"account": "x", "role": "admin"}, "Choose an account."),
        ("role", {"account": "{northwind}", "role": "department_staff"}, "Select a valid choice"),
        ("add", {"department": "{wards}", "role": "learner"}, "Choose a department."),
    ],
)
def test_it_says_what_is_to_be_chosen(cast: Cast, mara: Client, action: str, sent: dict[str, str], words: str) -> None:
    ids = {"northwind": cast.northwind.pk, "wards": cast.wards.pk}
    filled = {name: value.format(**ids) for name, value in sent.items()}

    answer = ask(mara, cast.northwind.pk, action, f"person={pk(cast.liv)}", **filled)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Bulk.objects.exists()


@pytest.mark.parametrize("query", ["", "person=x", "person=9000000000", "all=1&q=zzz"])
def test_it_says_when_nobody_is_chosen(cast: Cast, mara: Client, query: str) -> None:
    page = mara.get(f"{reverse('change_people', args=[cast.northwind.pk, 'invite'])}?{query}").content.decode()

    assert "Nobody is chosen" in page


def test_a_departments_admin_reaches_only_its_people_and_places(cast: Cast, as_: As) -> None:
    dora, vera = as_(cast.dora), pk(cast.vera)
    place(Person.objects.get(user=cast.liv), cast.physics)

    answer = ask(dora, cast.maths.pk, "role", f"all=1&person={vera}", account=cast.maths.pk, role="course_viewer")

    change = change_of(dora, answer)
    assert set(BulkPerson.objects.filter(bulk=change).values_list("person_id", flat=True)) == {
        pk(cast.dora),
        pk(cast.liv),
    }
    assert Membership.objects.get(person__user=cast.liv, account=cast.physics.pk).role == "learner"
    for action in ("add", "deactivate", "reactivate"):
        assert dora.get(reverse("change_people", args=[cast.maths.pk, action])).status_code == 404
    assert dora.get(reverse("change_people", args=[cast.northwind.pk, "role"])).status_code == 404
    assert dora.get(reverse("people_change", args=[cast.northwind.pk, change.pk])).status_code == 404
    assert as_(cast.pete).get(reverse("people_change", args=[cast.physics.pk, change.pk])).status_code == 404


def test_it_knows_no_other_actions(cast: Cast, mara: Client) -> None:
    assert mara.get(reverse("change_people", args=[cast.northwind.pk, "explode"])).status_code == 404
    assert mara.get(f"{reverse('change_people', args=[cast.northwind.pk, 'invite'])}?place=x").status_code == 404


def test_it_exports_a_file_that_loads_back(cast: Cast, mara: Client) -> None:
    make_person(cast.maths, "=Formula", email="ann@northwind.example", role=Role.COURSE_MANAGER, member_id="007b")

    answer = mara.get(f"{reverse('export_people', args=[cast.northwind.pk])}?all=1&department={cast.maths.pk}&q=ann")

    assert answer["Content-Disposition"] == 'attachment; filename="Northwind Academy-people.csv"'
    text = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert text == [
        "Name,Email,department_id,cerego_role,member_id",
        f"'=Formula,ann@northwind.example,{cast.maths.pk},course_manager,007b",
    ]


def test_it_exports_only_what_one_sees(cast: Cast, as_: As) -> None:
    place(Person.objects.get(user=cast.liv), cast.physics, Role.COURSE_MANAGER)
    query = f"person={pk(cast.liv)}&person={pk(cast.vera)}"

    answer = as_(cast.dora).get(f"{reverse('export_people', args=[cast.maths.pk])}?{query}")

    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:] == [
        f"Liv Lund,{cast.liv.email},{cast.maths.pk},,007"
    ]


def test_the_list_offers_what_one_may_do(cast: Cast, mara: Client, as_: As) -> None:
    partner = mara.get(reverse("people", args=[cast.northwind.pk]))
    department = as_(cast.dora).get(reverse("people", args=[cast.maths.pk]))

    assert [action.code for action in partner.context["actions"]] == ACTIONS
    assert [action.code for action in department.context["actions"]] == ["role", "remove", "invite"]


def test_the_page_of_a_change_names_who_asked(cast: Cast, mara: Client, as_: As) -> None:
    for client, account, name in (
        (mara, cast.northwind, "Mara Okafor"),
        (mara, cast.maths, "Mara Okafor"),  # of no place in it
        (as_(cast.dora), cast.maths, "Dora Diaz"),
    ):
        answer = ask(client, account.pk, "invite", f"person={pk(cast.liv)}")
        assert f"by {name} · " in client.get(answer["Location"]).content.decode()


def test_the_page_of_a_change_asks_equally_often_for_few_and_for_many(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few = ask(mara, cast.northwind.pk, "role", f"person={pk(cast.liv)}", account=cast.physics.pk, role="learner")
    for number in range(20):
        make_person(cast.maths, f"Zed {number}")
    many = ask(mara, cast.northwind.pk, "role", "all=1&role=learner", account=cast.physics.pk, role="learner")

    for answer in (few, many):
        with django_assert_num_queries(14):
            mara.get(answer["Location"])
