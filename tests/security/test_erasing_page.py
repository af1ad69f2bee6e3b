"""The page on which a person is removed for good."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Person
from tests.factories import Cast
from tests.security.erasing import ADDRESS

pytestmark = pytest.mark.usefixtures("own_files")


def test_it_wants_their_address(cast: Cast, mara: Client, zeb: Person) -> None:
    address = reverse("erase_person", args=[cast.northwind.pk, zeb.pk])
    assert "2 rows" in mara.get(address).content.decode()
    for typed in ("", "ann@example.org"):
        answer = mara.post(address, {"email": typed})
        assert answer.status_code == 422
    assert Person.objects.filter(pk=zeb.pk).exists()

    answer = mara.post(address, {"email": f" {ADDRESS.upper()} "})

    assert answer.status_code == 302
    assert not Person.objects.filter(pk=zeb.pk).exists()
    assert mara.post(address, {"email": ADDRESS}).status_code == 404


def test_it_is_no_departments_to_do(cast: Cast, as_) -> None:
    liv = cast.liv.persons.get()
    address = reverse("erase_person", args=[cast.maths.pk, liv.pk])
    assert as_(cast.dora).post(address, {"email": liv.email}).status_code == 404
    assert Person.objects.filter(pk=liv.pk).exists()


def test_it_says_why_it_can_not_be_done(cast: Cast, mara: Client) -> None:
    me = cast.mara.persons.get()
    answer = mara.post(reverse("erase_person", args=[cast.northwind.pk, me.pk]), {"email": me.email})
    assert answer.status_code == 422
    assert "You can’t remove yourself" in answer.content.decode()
