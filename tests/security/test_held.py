"""What is held about one person besides what was imported of them: all of their partner's, and nothing of another one's."""

import json
from typing import Any

from django.urls import reverse

from people import persons, tokens
from people.imports import letters
from people.models import AccessToken, Person, User
from people.roles import Role
from tests.factories import Cast, make_person
from tests.web.uploads import finish, upload


def held(cast: Cast, as_: Any, person: Person) -> dict[str, Any]:
    """As an admin of Northwind downloads it."""
    answer = as_(cast.mara).get(reverse("person_data", args=[cast.northwind.pk, person.pk]))
    return json.loads(answer.content)


def _in_both(cast: Cast) -> User:
    """An admin of both partners, by one address."""
    make_person(cast.contoso, "Eve at Contoso", role=Role.ADMIN, email="eve@example.org")
    user = make_person(cast.northwind, "Eve Admin", role=Role.ADMIN, email="eve@example.org").user
    Person.objects.filter(user=user).update(joined_at="2026-01-01T00:00Z")
    return user


def test_their_imports_tokens_and_choice_are_in_it(cast: Cast, as_: Any) -> None:
    eve = _in_both(cast)
    run = finish(as_(eve), cast.maths, upload(as_(eve), cast.maths, "Ann Arbor,ann@example.org,,,"))
    made, secret = tokens.create(name="HR sync", may_write=True, days=30, account=cast.maths, by=eve)
    letters.choose(wanted=False, by=eve)

    told = held(cast, as_, eve.persons.get(partner=cast.northwind.pk))

    assert [(one["file"], one["account"], one["rows"]) for one in told["imports_by_them"]] == [
        ("people.csv", "Mathematics", run.rows)
    ]
    assert [(one["name"], one["account"], one["may_write"]) for one in told["access_tokens"]] == [
        ("HR sync", "Mathematics", True)
    ]
    assert told["wants_mails_about_imports"] is False
    text = json.dumps(told)
    assert secret not in text
    assert made.digest not in text
    assert "ann@example.org" not in text


def test_nothing_of_another_partner_is_in_it(cast: Cast, as_: Any) -> None:
    eve = _in_both(cast)
    tokens.create(name="Contoso only", may_write=True, days=30, account=cast.contoso, by=eve)
    tokens.create(name="Everywhere", may_write=False, days=30, by=eve)
    AccessToken.objects.update(last_used_at="2026-02-02T00:00Z")
    finish(as_(eve), cast.contoso, upload(as_(eve), cast.contoso, "Ann Arbor,ann@example.org,,,"))

    told = held(cast, as_, eve.persons.get(partner=cast.northwind.pk))

    assert (told["imports_by_them"], told["access_tokens"]) == ([], [])
    assert "ontoso" not in json.dumps(told)
    assert "2026-02-02" not in json.dumps(told)
    (made,) = [event for event in told["record"] if event["what"] == "token.created"]
    assert made["details"] == {"token": "Everywhere", "may_write": False}


def test_who_has_not_come_in_yet_has_chosen_nothing_that_shows(cast: Cast, as_: Any) -> None:
    eve = _in_both(cast)
    Person.objects.filter(user=eve, partner=cast.northwind.pk).update(joined_at=None)
    letters.choose(wanted=False, by=eve)

    assert held(cast, as_, eve.persons.get(partner=cast.northwind.pk))["wants_mails_about_imports"] is True


def test_who_did_something_is_told_by_their_number_with_this_partner_alone(cast: Cast, as_: Any) -> None:
    """A user's number would tell that they were known before, to another partner."""
    eve = _in_both(cast)
    theirs, liv = eve.persons.get(partner=cast.northwind.pk), cast.liv.persons.get()
    persons.rename(person=liv, full_name="Liv Berg", by=eve)
    persons.rename(person=liv, full_name="Liv Lund", by=cast.olga)  # who is nobody here

    told = [event["by"] for event in held(cast, as_, liv)["record"] if event["what"] == "person.renamed"]

    assert told == [theirs.pk, "somebody else"]
