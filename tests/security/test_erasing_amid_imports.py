"""Nobody is removed for good while an import is about to bring them in; and none brings them back."""

import pytest
from django.test import Client
from django.urls import reverse

from cerego.errors import Refused
from people import privacy
from people.models import Import, ImportRow, Person
from people.models.imports import Status
from tests.factories import Cast
from tests.security.erasing import ADDRESS, ROW, left
from tests.web.uploads import send, upload, work

pytestmark = pytest.mark.usefixtures("own_files")


def test_they_are_not_removed_while_an_import_with_them_moves(cast: Cast, mara: Client, zeb: Person) -> None:
    run = work(upload(mara, cast.northwind, ROW))
    send(mara, "start", cast.northwind, run)
    with pytest.raises(Refused, match=r"person\.importing"):
        privacy.erase(person=zeb, by=cast.mara)
    work(run)
    unread = upload(mara, cast.northwind, "Dee Day,dee@example.org,,,")
    with pytest.raises(Refused, match=r"person\.importing"):
        privacy.erase(person=zeb, by=cast.mara)
    assert Person.objects.filter(pk=zeb.pk).exists()
    work(unread)
    privacy.erase(person=zeb, by=cast.mara)


def test_they_are_not_removed_while_an_import_stands_still_before_them(cast: Cast, mara: Client, zeb: Person) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,", ROW))
    ImportRow.objects.filter(import_run=run, email="ann@example.org").update(outcome="unchanged")
    Import.objects.filter(pk=run.pk).update(
        status=Status.STOPPED, started_at="2026-01-01T00:00Z", cursor="ann@example.org", cursor_number=2, unchanged=1
    )
    with pytest.raises(Refused, match=r"person\.import_unfinished"):
        privacy.erase(person=zeb, by=cast.mara)

    mara.post(reverse("resume", args=[cast.northwind.pk, run.pk]))
    assert work(run).status == Status.DONE
    privacy.erase(person=zeb, by=cast.mara)


def test_an_import_that_stopped_right_behind_them_goes_on_from_there(cast: Cast, mara: Client, zeb: Person) -> None:
    run = work(upload(mara, cast.northwind, "Ann Arbor,ann@example.org,,,", ROW, "Zz Top,zz@example.org,,,"))
    ImportRow.objects.filter(import_run=run).exclude(email="zz@example.org").update(outcome="unchanged")
    Import.objects.filter(pk=run.pk).update(
        status=Status.STOPPED, started_at="2026-01-01T00:00Z", cursor=ADDRESS, cursor_number=3, unchanged=2
    )
    privacy.erase(person=zeb, by=cast.mara)

    mara.post(reverse("resume", args=[cast.northwind.pk, run.pk]))
    run = work(run)
    assert (run.status, run.rows, run.unchanged, run.created) == (Status.DONE, 3, 2, 1)
    assert left() == []


def test_a_checked_import_that_would_bring_them_back_is_closed(cast: Cast, mara: Client, zeb: Person) -> None:
    run = work(upload(mara, cast.northwind, ROW, "Dee Day,dee@example.org,,,"))

    privacy.erase(person=zeb, by=cast.mara)

    send(mara, "start", cast.northwind, run)
    run.refresh_from_db()
    assert run.expired_at is not None
    assert not Person.objects.filter(email=ADDRESS).exists()
    assert left() == []
