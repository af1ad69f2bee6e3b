"""The banner above the people: of an import under way, and how it has ended."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models.imports import Status
from tests.factories import Cast, make_import


def test_it_tells_of_an_import_under_way_and_stops_when_it_has_ended(cast: Cast, mara: Client) -> None:
    run = make_import(cast.northwind, cast.mara, status=Status.APPLYING, rows=1204, created=400, failed=12)
    address = reverse("importing", args=[cast.northwind.pk])

    page = mara.get(reverse("people", args=[cast.northwind.pk])).content.decode()
    assert "is importing: 412 of 1,204 rows" in page
    assert f"{address}?shown={run.pk}" in page

    run.status = Status.STOPPED
    run.save()
    ended = mara.get(address, {"shown": run.pk}).content.decode()
    assert "was stopped." in ended
    assert "hx-trigger" not in ended
    assert "people.csv" not in mara.get(address).content.decode()


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        (Status.DONE, "is imported.", "good"),
        (Status.FAILED, "broke off.", "error"),
        (Status.STOPPED, "was stopped.", "info"),
        (Status.UNDONE, "is undone.", "info"),
    ],
)
def test_it_says_how_an_import_has_ended(cast: Cast, mara: Client, status: Status, words: str, kind: str) -> None:
    reason = "import.gave_up" if status is Status.FAILED else ""
    run = make_import(cast.northwind, cast.mara, status=status, failure_reason=reason)

    banner = mara.get(reverse("importing", args=[cast.northwind.pk]), {"shown": run.pk}).content.decode()

    assert words in banner
    assert f'data-kind="{kind}"' in banner
