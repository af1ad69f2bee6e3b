"""What is held about a person can be taken along: that, and nothing about others."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Event, ImportRow, Person
from people.models.events import EventKind
from tests.factories import Cast
from tests.security.erasing import ADDRESS, MEMBER, NAME, TOLD

pytestmark = pytest.mark.usefixtures("own_files")


def test_all_that_is_held_about_them_can_be_taken_along(cast: Cast, mara: Client, zeb: Person) -> None:
    answer = mara.get(reverse("person_data", args=[cast.northwind.pk, zeb.pk]))

    assert "attachment" in answer["Content-Disposition"]
    held = json.loads(answer.content)
    assert (held["person"]["name"], held["person"]["email"]) == (NAME, ADDRESS)
    assert [place["member_id"] for place in held["places"]] == [MEMBER, f"{MEMBER}-M"]
    assert [row["cells"][1] for row in held["rows_of_files"]] == [ADDRESS, ADDRESS]
    assert {"person.renamed", "person.address_changed", "membership.added"} <= {
        event["what"] for event in held["record"]
    }
    assert "ann@example.org" not in answer.content.decode()
    assert cast.mara.email not in answer.content.decode()
    assert Event.objects.get(kind=EventKind.EXPORTED).person == zeb


def test_what_one_did_to_others_is_not_ones_own_data(cast: Cast, mara: Client, zeb: Person) -> None:
    answer = mara.get(reverse("person_data", args=[cast.northwind.pk, cast.mara.persons.get().pk]))

    assert "person.renamed" in answer.content.decode()
    assert not any(word in answer.content.decode() for word in TOLD)
    assert ImportRow.objects.exists()
