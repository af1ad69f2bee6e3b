"""Rows of others that name who was removed for good, more than are looked through while one waits: workers do it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people import privacy, tasks
from people.models import Import, ImportRow, Person, User
from people.models.imports import Status
from people.privacy import mentions
from tests.factories import Cast, make_cast, make_import, make_person
from tests.integration.test_concurrency import together
from tests.security.erasing import ADDRESS, NAME, left
from tests.security.mentioning_rows import BLANKED, HEADER, TEAM, cells, without
from tests.web.uploads import csv, finish, upload, uploaded

pytestmark = pytest.mark.usefixtures("own_files")


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "_LITTLE", -1)
    monkeypatch.setattr(mentions, "ROWS_AT_ONCE", 2)


@pytest.mark.parametrize("door", ["page", "API"])
def test_much_is_done_by_workers_piece_by_piece(
    cast: Cast, mara: Client, manager: Person, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(tasks.forget_mentions, "delay", lambda: sent.append("sent"))
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, *TEAM, header=HEADER))
    if door == "page":
        mara.post(reverse("erase_person", args=[cast.northwind.pk, manager.pk]), {"email": ADDRESS})
    else:
        mara.delete(f"/api/v1/accounts/{cast.northwind.pk}/people/{manager.pk}/", headers={"If-Match": "*"})

    assert sent == ["sent"]
    assert cells(run)[0][2] == ADDRESS
    assert privacy.is_due()
    tasks.forget_mentions()
    assert without(run) == BLANKED
    assert not privacy.is_due()


def test_the_sweeper_finds_what_nobody_was_told_of(
    cast: Cast, mara: Client, manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, *TEAM, header=HEADER))
    privacy.erase(person=manager, by=cast.mara)
    monkeypatch.setattr(tasks.forget_mentions, "delay", tasks.forget_mentions)

    tasks.sweep_imports()

    assert without(run) == BLANKED


def test_what_moves_waits_until_it_has_ended(cast: Cast, mara: Client, manager: Person) -> None:
    moving = finish(mara, cast.northwind, upload(mara, cast.northwind, *TEAM, header=HEADER))
    still = finish(mara, cast.northwind, upload(mara, cast.northwind, *TEAM, header=f"{HEADER},More"))
    privacy.erase(person=manager, by=cast.mara)
    Import.objects.filter(pk=moving.pk).update(status=Status.UNDOING)

    assert privacy.work() is False
    assert (cells(moving)[0][2], cells(still)[0][2]) == (ADDRESS, "")

    Import.objects.filter(pk=moving.pk).update(status=Status.DONE)
    privacy.work()
    assert without(moving) == BLANKED
    assert not privacy.is_due()


def test_who_is_matched_after_the_removal_does_not_come_back(cast: Cast, mara: Client, manager: Person) -> None:
    run = uploaded(mara, cast.northwind, csv("Ann,ann@example.org,,,"))
    Import.objects.filter(pk=run.pk).update(status=Status.UPLOADED)  # as if its columns could not be told
    privacy.erase(person=manager, by=cast.mara)
    Import.objects.filter(pk=run.pk).update(status=Status.CHECKED, is_stored=True, rows=1)
    ImportRow.objects.create(import_run=run, number=2, line=2, email=ADDRESS, cells=[NAME, ADDRESS])

    privacy.work()

    run.refresh_from_db()
    assert run.expired_at is not None
    assert left() == []


def test_who_has_come_again_since_is_let_be(cast: Cast, mara: Client, manager: Person) -> None:
    run = uploaded(mara, cast.northwind, csv(f"{NAME},{ADDRESS},,,"))
    Import.objects.filter(pk=run.pk).update(status=Status.UPLOADED)  # as if nobody had matched it yet
    privacy.erase(person=manager, by=cast.mara)
    again = finish(mara, cast.northwind, upload(mara, cast.northwind, f"{NAME},{ADDRESS},,,"))

    privacy.work()

    assert Person.objects.filter(email=ADDRESS).exists()
    assert cells(again)[0][1] == ADDRESS


def test_the_statements_do_not_grow_with_how_many_rows_name_them(cast: Cast, mara: Client, manager: Person) -> None:
    counts = []
    for number in (1, 60):
        numbers = {"is_stored": True, "rows": number, "unchanged": number}
        run = make_import(cast.northwind, cast.mara, started_at="2026-01-01T00:00Z", **numbers)
        ImportRow.objects.bulk_create(
            ImportRow(import_run=run, number=each + 2, line=each + 2, email="x@example.org", cells=[ADDRESS])
            for each in range(number)
        )
        mentions.ROWS_AT_ONCE = 1_000
        mentions.look_for(cast.northwind.pk, [ADDRESS])
        with CaptureQueriesContext(connection) as queries:
            privacy.work()
        assert cells(run) == [[""]] * number
        counts.append(len(queries))
        Import.objects.filter(pk=run.pk).update(expired_at="2026-01-01T00:00Z")
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_it_once(as_, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "ROWS_AT_ONCE", 1)
    cast = make_cast()
    mara, manager = as_(cast.mara), make_person(cast.maths, NAME, email=ADDRESS)
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, *TEAM, header=HEADER))
    privacy.erase(person=manager, by=User.objects.get(pk=cast.mara.pk))

    assert together(*[privacy.work] * 3).count(None) == 0
    while privacy.is_due():
        privacy.work()

    assert without(run) == BLANKED
