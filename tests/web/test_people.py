"""The people list: search, filters, order, pages, what one sees from where, and how many queries it takes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from departments.models import Account
from people.models import Import, User
from people.outcomes import Outcome
from people.roles import Role
from tests.factories import Cast, make_import, make_person, make_row, place

As = Callable[[User], Client]


def names(client: Client, account_id: int, query: str = "") -> list[str]:
    """The people a list shows, in its order."""
    answer = client.get(f"{reverse('people', args=[account_id])}?{query}")
    assert answer.status_code == 200
    return [person.full_name for person in answer.context["page"]]


def test_it_lists_everybody_of_the_partner_by_name(cast: Cast, mara: Client) -> None:
    assert names(mara, cast.northwind.pk) == [
        "Connie Cruz", "Cora Cole", "Dora Diaz", "Liv Lund", "Mara Okafor", "Pete Park", "Vera Voss",
    ]  # fmt: skip


def test_it_says_how_many_there_are_and_where(cast: Cast, mara: Client) -> None:
    page = " ".join(mara.get(reverse("people", args=[cast.northwind.pk])).content.decode().split())

    assert (
        "<strong>7</strong> people · <strong>6</strong> in Northwind Academy · <strong>3</strong> in departments"
        in page
    )


@pytest.mark.parametrize("typed", ["ZOE", "zoë", "üll", "zoe mull", "mull zoe", "ZO.MLLER@NORTH", "kz-0", "Müller kz"])
def test_it_finds_any_part_of_name_address_and_member_id_whatever_accents_and_case(
    cast: Cast, mara: Client, typed: str
) -> None:
    make_person(cast.maths, "Zoë Müller", member_id="KZ-0042")

    assert names(mara, cast.northwind.pk, f"q={typed}") == ["Zoë Müller"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("zo", True), ("m", True), ("0", False), ("k", True), ("oe", False), ("üll", True), ("伟", True)],
)
def test_it_finds_one_or_two_letters_where_words_begin(cast: Cast, mara: Client, typed: str, found: bool) -> None:
    make_person(cast.maths, "Zoë Müller 王伟", email="zo.mller@northwind.example", member_id="KZ-0042")

    assert ("Zoë Müller 王伟" in names(mara, cast.northwind.pk, f"q={typed}")) is found


@pytest.mark.parametrize("typed", ["%", "_", "zzz", "\\", "'"])
def test_it_takes_what_is_typed_as_letters(cast: Cast, mara: Client, typed: str) -> None:
    assert mara.get(reverse("people", args=[cast.northwind.pk]), {"q": typed}).context["page"].total == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("role=admin", ["Dora Diaz", "Mara Okafor", "Pete Park"]),
        ("role=learner&role=course_viewer", ["Liv Lund", "Vera Voss"]),
        ("department={maths}", ["Dora Diaz", "Liv Lund"]),
        ("department={maths}&role=admin", ["Dora Diaz"]),
        ("department={maths}&role=department_staff", []),
        ("department={wards}", []),
        ("role=nonsense&sort=nonsense&page=nonsense&department=x&import=", None),
    ],
)
def test_it_filters_by_role_and_department(cast: Cast, mara: Client, query: str, found: list[str] | None) -> None:
    query = query.format(maths=cast.maths.pk, wards=cast.wards.pk)

    assert names(mara, cast.northwind.pk, query) == (names(mara, cast.northwind.pk) if found is None else found)


def test_it_says_how_many_match_above_the_list(cast: Cast, mara: Client) -> None:
    address = reverse("people", args=[cast.northwind.pk])

    assert "1 match<" in mara.get(address, {"q": "vera"}).content.decode()
    assert "match" not in mara.get(address, headers={"HX-Request": "true"}).content.decode().partition("<table")[0]


def test_it_filters_by_status(cast: Cast, mara: Client) -> None:
    now = timezone.now()
    make_person(cast.maths, "Ina Invited", invited_at=now)
    make_person(cast.maths, "Ada Active", invited_at=now, joined_at=now)
    make_person(cast.maths, "Del Deactivated", joined_at=now, deactivated_at=now)

    assert names(mara, cast.northwind.pk, "status=invited") == ["Ina Invited"]
    assert names(mara, cast.northwind.pk, "status=active&status=deactivated") == ["Ada Active", "Del Deactivated"]
    assert "Ada Active" not in names(mara, cast.northwind.pk, "status=not_invited")


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", "Connie Cruz"), ("-name", "Vera Voss"), ("email", "Connie Cruz"), ("-added", "Vera Voss")],
)
def test_it_sorts(cast: Cast, mara: Client, sort: str, first: str) -> None:
    assert names(mara, cast.northwind.pk, f"sort={sort}")[0] == first


def test_it_pages_by_fifty(cast: Cast, mara: Client) -> None:
    for number in range(50):
        make_person(cast.maths, f"Zed {number:02}")

    answer = mara.get(reverse("people", args=[cast.northwind.pk]), {"page": "2"})

    assert [person.full_name for person in answer.context["page"]][-1] == "Zed 49"
    assert "Showing 51–57 of" in answer.content.decode()
    assert answer.context["page"].total == 57


def test_it_sees_from_a_department_only_its_own_people_and_places(cast: Cast, as_: As) -> None:
    person = make_person(cast.maths, "Both Ways", member_id="here")
    place(person, cast.physics, Role.COURSE_MANAGER, member_id="elsewhere")
    dora = as_(cast.dora)

    assert names(dora, cast.maths.pk) == ["Both Ways", "Dora Diaz", "Liv Lund"]
    assert names(dora, cast.maths.pk, "q=elsewhere") == []
    assert names(dora, cast.maths.pk, "role=course_manager") == []
    assert "Physics" not in dora.get(reverse("people", args=[cast.maths.pk])).content.decode()


def test_it_shows_a_departments_own_place_first_when_seen_from_the_partner(cast: Cast, mara: Client) -> None:
    place(make_person(cast.maths, "Both Ways"), cast.physics, Role.COURSE_MANAGER)

    page = mara.get(reverse("department", args=[cast.northwind.pk, cast.physics.pk])).context["page"]

    both = next(person for person in page if person.full_name == "Both Ways")
    assert [membership.account_id for membership in both.places] == [cast.physics.pk, cast.maths.pk]


def test_it_keeps_partners_sealed_from_each_other(cast: Cast, mara: Client, as_: As) -> None:
    """The same address in two partners: neither name nor sign-in nor existence elsewhere shows."""
    make_person(cast.contoso, "Mrs Okafor", email=cast.mara.email)
    User.objects.filter(pk=cast.mara.pk).update(last_login=timezone.now())
    olga = as_(cast.olga)

    page = olga.get(reverse("people", args=[cast.contoso.pk])).content.decode()

    assert names(olga, cast.contoso.pk) == ["Mrs Okafor", "Olga Orlova"]
    assert "Northwind" not in page.replace(cast.mara.email, "")
    assert "<time" not in page  # She never signed in since Contoso knows her.
    assert "Mrs Okafor" not in mara.get(reverse("people", args=[cast.northwind.pk])).content.decode()


def test_it_shows_whom_an_import_placed(cast: Cast, mara: Client, as_: As) -> None:
    run = make_import(cast.northwind, cast.mara)
    for number, (name, outcome) in enumerate(
        [("New", Outcome.CREATED), ("Same", Outcome.UNCHANGED), ("Bad", Outcome.FAILED)]
    ):
        make_row(run, number, make_person(cast.maths, name), outcome)

    assert names(mara, cast.northwind.pk, f"import={run.pk}") == ["New", "Same"]
    assert (
        "Added by people.csv"
        in mara.get(reverse("people", args=[cast.northwind.pk]), {"import": run.pk}).content.decode()
    )
    assert as_(cast.dora).get(reverse("people", args=[cast.maths.pk]), {"import": run.pk}).status_code == 404


def test_it_offers_the_latest_imports_that_brought_somebody_as_a_filter(cast: Cast, mara: Client, as_: As) -> None:
    old, *_, nobody = runs = [make_import(cast.northwind, cast.mara, file_name=f"list-{n}.csv") for n in range(17)]
    theirs = make_import(cast.maths, cast.dora, file_name="choir.csv")
    Import.objects.exclude(pk=nobody.pk).update(people=3)
    Import.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=400))

    def offered(client: Client, account: Account, **query: int) -> list[str]:
        facets = client.get(reverse("people", args=[account.pk]), query).context["facets"]
        return [words.split(" · ")[0] for facet in facets if facet.name == "import" for _, words, _ in facet.options]

    assert offered(mara, cast.northwind) == ["choir.csv", *(run.file_name for run in runs[-2:1:-1])]
    assert offered(mara, cast.northwind, **{"import": old.pk})[:2] == ["list-0.csv", "choir.csv"]
    assert offered(as_(cast.dora), cast.maths) == [theirs.file_name]


@pytest.mark.parametrize(
    ("query", "queries"),
    [("", 13), ("sort=-seen", 13), ("q=liv", 18), ("role=learner", 17), ("status=not_invited&q=lun", 18)],
)
def test_it_asks_the_database_equally_often_for_one_person_and_for_many(
    cast: Cast, mara: Client, django_assert_num_queries: DjangoAssertNumQueries, query: str, queries: int
) -> None:
    address = f"{reverse('people', args=[cast.northwind.pk])}?{query}"
    mara.get(address)
    with django_assert_num_queries(queries):
        mara.get(address)
    for number in range(40):
        place(make_person(cast.maths, f"Liv Lund {number}"), cast.physics)
    with django_assert_num_queries(queries):
        mara.get(address)


def test_it_answers_htmx_with_the_list_alone(cast: Cast, mara: Client) -> None:
    headers = {"HX-Request": "true", "HX-Trigger": "people-search"}

    answer = mara.get(reverse("people", args=[cast.northwind.pk]), {"q": " liv ", "sort": "name"}, headers=headers)

    assert answer.content.decode().strip().startswith('<div class="listing__body" id="people-list"')
    assert "HX-Request" in answer["Vary"]
    assert answer["HX-Replace-Url"] == f"{reverse('people', args=[cast.northwind.pk])}?q=liv"
    assert "<html" in mara.get(reverse("people", args=[cast.northwind.pk])).content.decode()
