"""Progress never goes back: not when workers die and others take over, and not when failed rows are tried again."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from people.imports import lease
from people.imports import run as runs
from people.models import Import
from people.models.imports import Status
from tests.factories import Cast
from tests.integration.fixings import correct
from tests.web.uploads import finish, page_of, send, upload, work

ROWS = [
    *(f"Person {number},person{number}@example.org,,," for number in range(8)),
    *(f"Nobody {number},nowhere{number},,," for number in range(4)),
    "Person 1,person1@example.org,,,",
]
HX = {"HX-Request": "true"}


class Killed(BaseException):
    """The end of a worker in the middle of its work: it tells nobody, and its lease stays."""


class Seen(NamedTuple):
    """What a page says of how far it is."""

    numbers: tuple[int, ...]
    """Those of the sentence."""
    share: float
    """How much of the bar is filled."""


@pytest.fixture(autouse=True)
def small_pieces_for_mortals(settings: Settings) -> None:
    """Three rows a batch, a batch a slice; and what a dead worker leaves can be taken over at once."""
    settings.IMPORT_BATCH_ROWS = 3
    settings.IMPORT_SLICE_SECONDS = 0
    settings.IMPORT_LEASE_SECONDS = 0


def poll(client: Client, run: Import, stage: str) -> str:
    """What the page is answered when it asks by itself."""
    target = "check" if stage == "match" else "stage"
    address = reverse("import", args=[run.account_id, run.pk])
    answer = client.get(address, {"stage": stage}, headers={**HX, "HX-Target": target})
    assert "HX-Redirect" not in answer
    return answer.content.decode()


def seen(part: str) -> Seen:
    (bar,) = re.findall(r'max="(\d+)" value="(\d+)"', part)
    (sentence,) = re.findall(r"Checking … [\d,]+ rows|<strong>[\d,]+</strong> of [\d,]+ rows", part)
    numbers = re.findall(r"[\d,]+(?= |<)", sentence)
    return Seen(tuple(int(number.replace(",", "")) for number in numbers), int(bar[1]) / int(bar[0]))


def work_while_workers_die(run: Import, patch: pytest.MonkeyPatch, look: Callable[[], None]) -> Import:
    """Each piece is done twice: a worker dies when all of it is written but nothing committed, and another takes over."""

    def dies(*_: object, **__: object) -> None:
        raise Killed

    due = [run.pk]
    while run.pk in due:
        look()
        try:
            with patch.context() as dying:
                dying.setattr(lease, "renew", dies)
                due = runs.work(run.pk)
        except Killed:
            look()
            due = runs.work(run.pk)
    run.refresh_from_db()
    return run


def goes_forward(client: Client, run: Import, stage: str, patch: pytest.MonkeyPatch) -> bool:
    """Work on it to the end of a stage, and look at its page before each piece and after each death."""
    polls: list[Seen] = []
    work_while_workers_die(run, patch, lambda: polls.append(seen(poll(client, run, stage))))
    for earlier, later in pairwise(polls):
        assert all(one <= other for one, other in zip(earlier.numbers, later.numbers, strict=True))
        assert earlier.share <= later.share
    assert len(polls) > 2 * len(ROWS) / 3
    assert (polls[0].share, polls[-1].share) == (0, 1)
    return polls[-1].numbers == ((len(ROWS),) if stage == "match" else (len(ROWS), len(ROWS)))


def test_a_check_an_import_and_its_undoing_only_go_forward(
    cast: Cast, mara: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = upload(mara, cast.northwind, *ROWS)

    assert goes_forward(mara, run, "match", monkeypatch)
    send(mara, "start", cast.northwind, run)
    assert goes_forward(mara, run, "progress", monkeypatch)
    mara.post(reverse("undo", args=[cast.northwind.pk, run.pk]))
    assert goes_forward(mara, run, "undoing", monkeypatch)
    assert run.status == Status.UNDONE


def test_going_on_begins_where_it_stopped(cast: Cast, mara: Client) -> None:
    run = work(upload(mara, cast.northwind, *ROWS))
    send(mara, "start", cast.northwind, run)
    for _ in range(2):
        runs.work(run.pk)
    before = seen(poll(mara, run, "progress"))
    mara.post(reverse("stop", args=[cast.northwind.pk, run.pk]))
    assert work(run).status == Status.STOPPED

    mara.post(reverse("resume", args=[cast.northwind.pk, run.pk]))

    assert seen(poll(mara, run, "progress")) == before
    assert 0 < before.share < 1


def test_rows_tried_again_are_counted_down_beside_what_stays(
    cast: Cast, mara: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No bar that has been full begins anew, and the number says what it is of."""
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, *ROWS))
    for number in range(10, 14):
        correct(run, number, cast.mara, email=f"somewhere{number}@example.org")
    mara.post(reverse("retry", args=[cast.northwind.pk, run.pk]))
    left: list[int] = []

    def look() -> None:
        part = poll(mara, run, "progress")
        assert "<progress" not in part
        assert " of 13 rows" not in part
        assert "All other rows stay as they are." in part
        (number,) = re.findall(r"Trying corrected rows again: <strong>(\d+)</strong> still to go …", part)
        left.append(int(number))

    run = work_while_workers_die(run, monkeypatch, look)

    assert left[0] == 4
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    assert (run.status, run.created, run.failed) == (Status.DONE, 12, 0)
    assert "13 rows" in page_of(mara, cast.northwind, run)
