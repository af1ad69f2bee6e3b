"""Ids of others in queries, hidden fields, headers and bodies are nobody's: the answer is that to an id that nobody has."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from people import tokens
from people.models import Bulk, Membership, Person
from people.roles import Role
from tests.factories import Cast, make_person, place
from tests.security.test_matrix import everything
from tests.web.uploads import finish, upload

NOBODY = 8_999_999_999


@pytest.fixture(autouse=True)
def long_ids(db: None) -> None:
    """Ids that nothing else on a page is, so that they can be told apart."""
    with connection.cursor() as cursor:
        for number, table in enumerate(("departments_account", "people_person", "people_import"), 1):
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            (sequence,) = cursor.fetchone()
            cursor.execute(f"SELECT setval('{sequence}', {number}000000000 + nextval('{sequence}') % 1000000000)")


@pytest.fixture
def theirs(cast: Cast, as_) -> dict[str, int]:
    """What is not Dora's, who administers Mathematics: of the partner above, of the sibling, of another partner."""
    runs = [
        finish(as_(user), account, upload(as_(user), account, f"{letter},{letter}@example.org,,,"))
        for letter, user, account in (("n", cast.mara, cast.northwind), ("c", cast.olga, cast.contoso))
    ]
    both = place(make_person(cast.maths, "Bo Th"), cast.physics, Role.COURSE_MANAGER, member_id="PHYS-77").person
    return {"sibling": cast.physics.pk, "above": cast.northwind.pk, "elsewhere": cast.contoso.pk, "wards": cast.wards.pk,
            "run": runs[0].pk, "run elsewhere": runs[1].pk, "both": both.pk, "cora": cast.cora.persons.get().pk,
            "olga": cast.olga.persons.get().pk}  # fmt: skip


def plain(answer: Any, *ids: int) -> tuple[int, str]:
    """An answer without what changes each time, and without the ids that were asked for."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = re.sub(r'(csrf\w*|value|key)="[^"]*"', "", body.decode())
    for pk in ids:
        text = text.replace(str(pk), "ID")
    return answer.status_code, re.sub(r"\b(\w{64}|\w{32})\b", "", text)


QUERIES = [
    ("people", "department={}", ["sibling", "above", "elsewhere", "wards"]),
    ("people", "import={}", ["run", "run elsewhere"]),
    ("people", "after={}&page=2", ["cora", "olga"]),
    ("people", "before={}&page=2", ["cora", "olga"]),
    ("export_people", "person={}", ["cora", "olga"]),
    ("export_people", "all=1&department={}", ["sibling", "above", "wards"]),
    ("export_people", "all=1&place={}", ["sibling", "above", "wards"]),
    ("export_people", "all=1&import={}", ["run", "run elsewhere"]),
    ("add_people", "department={}", ["sibling", "above", "wards"]),
    ("importing", "shown={}", ["run", "run elsewhere"]),
    ("imports", "account={}", ["sibling", "above", "wards"]),
    ("switch", "q={}", ["sibling", "above", "wards"]),
    ("events", "before={}", ["run", "cora"]),
]


@pytest.mark.parametrize(("page", "query", "names"), QUERIES, ids=str)
def test_in_a_query(cast: Cast, as_, theirs: dict[str, int], page: str, query: str, names: list[str]) -> None:
    dora, address = as_(cast.dora), reverse(page, args=[cast.maths.pk])
    nobodys = plain(dora.get(f"{address}?{query.format(NOBODY)}"), NOBODY)
    for name in names:
        answer = plain(dora.get(f"{address}?{query.format(theirs[name])}"), theirs[name], NOBODY)
        assert answer == nobodys, name
        assert "Cora" not in answer[1]
        assert "PHYS-77" not in answer[1]


@pytest.mark.parametrize("word", ["PHYS-77", "course manager", "n@example.org", "c@example.org", "olga", "cora"])
def test_in_a_search(cast: Cast, as_, theirs: dict[str, int], word: str) -> None:
    page = as_(cast.dora).get(reverse("people", args=[cast.maths.pk]), {"q": word})
    assert page.context["page"].people == []


def test_in_the_ticks_of_a_change_of_many(cast: Cast, as_, theirs: dict[str, int]) -> None:
    dora = as_(cast.dora)
    address = reverse("change_people", args=[cast.maths.pk, "remove"])
    ids = [theirs["cora"], theirs["olga"]]
    query = "&".join(f"person={pk}" for pk in ids)
    before = everything()

    answer = dora.post(f"{address}?{query}", {"key": uuid4(), "number": 2, "department": cast.maths.pk})

    assert answer.status_code == 422
    assert not Bulk.objects.exists()
    assert everything() == before


FORMS = [
    ("add_people", (), {"people": "Zz <zz@example.org>", "role": "admin"}, "department"),
    ("change_people", ("role",), {"role": "admin", "number": 1}, "account"),
    ("change_people", ("remove",), {"number": 1}, "department"),
]


@pytest.mark.parametrize(("page", "more", "sent", "field"), FORMS, ids=str)
def test_in_a_field(
    cast: Cast, as_, theirs: dict[str, int], page: str, more: tuple[str, ...], sent: dict[str, Any], field: str
) -> None:
    dora, before = as_(cast.dora), everything()
    address = f"{reverse(page, args=[cast.maths.pk, *more])}?person={theirs['both']}"
    told = set()
    for name in ("sibling", "above", "wards", "elsewhere", ""):
        pk = theirs.get(name, NOBODY)
        answer = dora.post(address, {**sent, "key": uuid4(), field: pk})
        told.add(plain(answer, pk))
    assert len(told) == 1
    assert told.pop()[0] in (404, 422)
    assert everything() == before


def test_in_what_is_sent_to_the_api(cast: Cast, theirs: dict[str, int]) -> None:
    _, secret = tokens.create(name="script", may_write=True, days=1, by=cast.dora)
    headers, before, told = {"Authorization": f"Bearer {secret}"}, everything(), {}
    base = f"/api/v1/accounts/{cast.maths.pk}/"
    person = {"full_name": "Zz", "email": "zz@example.org", "member_id": ""}
    calls = {
        "people/": ("department_id", {"people": [person], "role": "admin"}, ["sibling", "above", "wards"]),
        "people/changes/": ("person_ids", {"action": "remove", "account_id": cast.maths.pk}, ["cora", "olga"]),
        f"people/{theirs['both']}/memberships/": (
            "account_id",
            {"role": "admin", "member_id": ""},
            ["sibling", "wards"],
        ),
    }
    for path, (field, body, names) in calls.items():
        for name in (*names, ""):
            pk = theirs.get(name, NOBODY)
            sent = {**body, field: [pk] if field == "person_ids" else pk}
            answer = Client().post(base + path, json.dumps(sent), content_type="application/json", headers=headers)
            told.setdefault(path, set()).add(plain(answer, pk))
    assert {path: len({status for status, _ in answers}) for path, answers in told.items()} == dict.fromkeys(calls, 1)
    assert all(change.people == 0 for change in Bulk.objects.all()), "of whom one sees nobody, nobody is changed"
    after, own = everything(), {"people_bulk", "people_accesstoken"}
    assert {name for name in after if after[name] != before[name]} <= own


@pytest.mark.parametrize(
    "field",
    [
        "id",
        "user_id",
        "user",
        "partner_id",
        "partner",
        "is_staff",
        "is_superuser",
        "is_active",
        "joined_at",
        "password",
    ],
)
def test_fields_that_no_form_has_are_not_taken(cast: Cast, mara: Client, field: str) -> None:
    """Mass assignment: by a page, and by the API, which says so."""
    liv = cast.liv.persons.get()
    value = {"password": "secret-secret-1"}.get(field, cast.olga.pk)
    sent = {"full_name": "Liv Berg", "email": liv.email, "seen_name": "Liv Lund", "seen_email": liv.email, field: value}
    before = Person.objects.values("id", "user", "partner", "joined_at").get(pk=liv.pk)

    assert mara.post(reverse("edit_person", args=[cast.northwind.pk, liv.pk]), sent).status_code == 302
    path = f"/api/v1/accounts/{cast.northwind.pk}/people/{liv.pk}/"
    body = json.dumps({"full_name": "Liv Lund", field: value})
    answer = mara.patch(path, body, content_type="application/json", headers={"If-Match": "*"})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert Person.objects.values("id", "user", "partner", "joined_at").get(pk=liv.pk) == before
    cast.liv.refresh_from_db()
    assert (cast.liv.is_staff, cast.liv.is_superuser, cast.liv.is_active) == (False, False, True)
    assert not cast.liv.has_usable_password()
    assert Membership.objects.filter(person=liv).count() == 1


def test_a_key_of_somebody_else_repeats_nothing_of_theirs(cast: Cast) -> None:
    """Idempotency-Key: each user has their own."""
    path, body = f"/api/v1/accounts/{cast.maths.pk}/people/", {"role": "learner"}
    answers = []
    for user, name in ((cast.mara, "Ann"), (cast.dora, "Bo")):
        _, secret = tokens.create(name="script", may_write=True, days=1, by=user)
        people = [{"full_name": name, "email": f"{name}@example.org", "member_id": ""}]
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "k1"}
        sent = json.dumps({**body, "people": people})
        answers.append(Client().post(path, sent, content_type="application/json", headers=headers))
    assert [answer.status_code for answer in answers] == [202, 202]
    assert "Idempotent-Replayed" not in answers[1]
    assert answers[0].json()["id"] != answers[1].json()["id"]
