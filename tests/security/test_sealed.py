"""Partners are sealed: the same is said and done about an address whether or not another partner knows it."""

import re
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people import tokens
from people.models import ImportRow, Person
from tests.factories import PASSWORD, Cast, make_person
from tests.web.uploads import finish, page_of, said, upload

KNOWN, UNKNOWN = "aaaa@example.org", "bbbb@example.org"


@pytest.fixture(autouse=True)
def elsewhere(cast: Cast) -> None:
    """Contoso knows one of two addresses: an admin there, who has come in, and has a password."""
    user = make_person(cast.contoso, "Kno Wn", email=KNOWN, joined_at=timezone.now(), invited_at=timezone.now()).user
    user.set_password(PASSWORD)
    user.last_login = timezone.now()
    user.save()


def same(text: Any) -> str:
    """Without what differs between any two addresses."""
    text = re.sub(r"aaaa|bbbb", "NAME", str(text))
    text = re.sub(r'\b(\w{64}|\w{32})\b|[\w-]{36}|value="[^"]*"|(?<=/)\d+(?=/)', "", text)
    return re.sub(r"\d+", "N", text)


def in_turn(act: Any) -> list[Any]:
    """What comes of something done with the one address and with the other, each as if the other had never been."""
    found = []
    for email in (KNOWN, UNKNOWN):
        with transaction.atomic():
            with CaptureQueriesContext(connection) as asked:
                told = act(email)
            found.append((same(told), [same(query["sql"])[:40] for query in asked]))
            transaction.set_rollback(True)
    return found


def test_when_a_person_is_given_the_address(cast: Cast, mara: Client) -> None:
    liv = cast.liv.persons.get()
    page = reverse("edit_person", args=[cast.northwind.pk, liv.pk])
    seen = {"full_name": "Liv Lund", "seen_name": "Liv Lund", "seen_email": liv.email}

    def act(email: str) -> tuple[int, str, str]:
        answer = mara.post(page, {**seen, "email": email})
        return answer.status_code, said(mara.get(answer["Location"])), Person.objects.get(pk=liv.pk).status

    known, unknown = in_turn(act)
    assert known == unknown


def test_when_a_file_names_it(cast: Cast, mara: Client) -> None:
    def act(email: str) -> Any:
        run = finish(mara, cast.northwind, upload(mara, cast.northwind, f"New Person,{email},,learner,7"))
        row = ImportRow.objects.get(import_run=run)
        person = Person.objects.get(partner=cast.northwind.pk, email=email)
        pages = [page_of(mara, cast.northwind, run), said(mara.get(reverse("people", args=[cast.northwind.pk])))]
        pages.append(said(mara.get(reverse("person", args=[cast.northwind.pk, person.pk]))))
        return row.outcome, row.issues, row.after, person.status, run.check_counts, pages

    known, unknown = in_turn(act)
    assert known == unknown


def test_when_they_are_invited(cast: Cast, mara: Client) -> None:
    def act(email: str) -> Any:
        person = make_person(cast.northwind, "New Person", email=email)
        page = reverse("invite_person", args=[cast.northwind.pk, person.pk])
        told = said(mara.post(page, follow=True)), said(mara.get(page))
        return [re.sub(r"invitation/\d+/[\w-]{43}", "LINK", text) for text in told]

    known, unknown = in_turn(act)
    assert known[0] == unknown[0]


def test_when_they_are_deactivated_removed_or_taken_along(cast: Cast, mara: Client) -> None:
    def act(email: str) -> Any:
        person = make_person(cast.northwind, "New Person", email=email)
        at = [cast.northwind.pk, person.pk]
        told = [mara.get(reverse("person_data", args=at)).content.decode()]
        told += [said(mara.post(reverse(page, args=at), follow=True)) for page in ("deactivate", "reactivate")]
        told.append(said(mara.post(reverse("erase_person", args=at), {"email": email}, follow=True)))
        return [re.sub(r"\d{4}-\d\d-\d\dT[^\"]*", "", text) for text in told]

    known, unknown = in_turn(act)
    assert known[0] == unknown[0]


def test_when_the_api_adds_changes_and_searches_them(cast: Cast) -> None:
    _, secret = tokens.create(name="script", may_write=True, days=1, by=cast.mara)
    headers = {"Authorization": f"Bearer {secret}", "If-Match": "*"}
    liv = cast.liv.persons.get()
    base = f"/api/v1/accounts/{cast.northwind.pk}/people/"

    def act(email: str) -> Any:
        more = {"content_type": "application/json", "headers": headers}
        found = Client().get(base, {"q": email}, headers=headers)
        changed = Client().patch(f"{base}{liv.pk}/", {"email": email}, **more)
        return found.content, changed.status_code, re.sub(r"\d{4}-\d\d-\d\dT[^\"]*", "", changed.content.decode())

    known, unknown = in_turn(act)
    assert known == unknown
