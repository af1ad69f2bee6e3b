"""Undoing while others are at the same people: another partner's import, its undoing, a sign-in."""

from collections.abc import Callable
from threading import Event as Flag

import pytest
from django.contrib.auth.signals import user_logged_in
from django.db import connection, transaction
from pytest_django import Settings

from people.imports import apply
from people.imports import run as runs
from people.imports import undo as undoes
from people.imports.stored.sending import Server
from people.models import Import, Person, User
from people.models.imports import MOVING, Status
from tests.factories import Cast
from tests.integration.runs import check, counts, finish
from tests.integration.test_concurrency import people, together
from tests.integration.undoings import assert_undo_tallies, said

pytestmark = pytest.mark.usefixtures("small_batches")
WAIT = 20
"""Seconds after which a test that waits gives up."""


def work_to_the_end(run: Import) -> None:
    """What a worker does that is told of an import again and again; nothing unexpected may come of it."""
    while Import.objects.filter(pk=run.pk, status__in=MOVING).exists():
        runs.work(run.pk)


def new_users() -> int:
    return User.objects.filter(email__regex=r"^p\d").count()


def new_persons(account: object) -> int:
    return Person.objects.filter(email__regex=r"^p\d", partner=account).count()


def test_r32_users_whom_another_partner_knows_stay_theirs(committed_cast: Cast) -> None:
    cast = committed_cast
    run = finish(cast.northwind, cast.mara, *people(4))
    finish(cast.contoso, cast.olga, *people(2))
    work_to_the_end(runs.undo(run=run, by=cast.mara))
    assert (new_users(), new_persons(cast.northwind), new_persons(cast.contoso)) == (2, 0, 2)


@pytest.mark.parametrize("size", [3, 20])
def test_r32_another_partner_that_imports_the_same_people_at_once_loses_nobody(
    committed_cast: Cast, settings: Settings, size: int
) -> None:
    settings.IMPORT_BATCH_ROWS = size
    cast = committed_cast
    here = runs.undo(run=finish(cast.northwind, cast.mara, *people(60)), by=cast.mara)
    there = runs.start(run=check(cast.contoso, cast.olga, *reversed(people(60))), by=cast.olga)
    together(lambda: work_to_the_end(here), lambda: work_to_the_end(there))
    for run in (here, there):
        run.refresh_from_db()
    assert (here.status, there.status) == (Status.UNDONE, Status.DONE)
    assert (here.reversed, counts(there)) == (60, {"created": 60})
    assert_undo_tallies(here)
    assert (new_users(), new_persons(cast.northwind), new_persons(cast.contoso)) == (60, 0, 60)


def test_r32_two_partners_that_undo_the_same_people_at_once_leave_nobody(committed_cast: Cast) -> None:
    cast = committed_cast
    here = finish(cast.northwind, cast.mara, *people(30))
    there = finish(cast.contoso, cast.olga, *people(30))
    runs.undo(run=here, by=cast.mara)
    runs.undo(run=there, by=cast.olga)
    together(lambda: work_to_the_end(here), lambda: work_to_the_end(there))
    assert set(Import.objects.values_list("status", "reversed")) == {(Status.UNDONE, 30)}
    assert (new_persons(cast.northwind), new_persons(cast.contoso)) == (0, 0)


def test_many_workers_at_one_undoing_have_one_effect(committed_cast: Cast) -> None:
    cast = committed_cast
    run = runs.undo(run=finish(cast.northwind, cast.mara, *people(20)), by=cast.mara)
    together(*[lambda: work_to_the_end(run)] * 4)
    run.refresh_from_db()
    assert (run.status, run.reversed) == (Status.UNDONE, 20)
    assert_undo_tallies(run)
    assert (new_users(), new_persons(cast.northwind)) == (0, 0)


def halting(real: Callable, reached: Flag, goes_on: Flag) -> Callable:
    """A function that says when it is done, and returns when it may."""

    def halted(*arguments: object) -> object:
        result = real(*arguments)
        reached.set()
        assert goes_on.wait(WAIT)
        return result

    return halted


def test_r32_a_user_found_by_another_partner_and_taken_away_before_its_commit_is_made_anew(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = committed_cast
    here = finish(cast.northwind, cast.mara, *people(3))
    there = runs.start(run=check(cast.contoso, cast.olga, *people(3)), by=cast.olga)
    before = set(User.objects.filter(email__regex=r"^p\d").values_list("pk", flat=True))
    reached, goes_on = Flag(), Flag()
    monkeypatch.setattr(apply, "apply", halting(apply.apply, reached, goes_on))
    undo_in_between(here, cast.mara, reached, goes_on, lambda: work_to_the_end(there))
    there.refresh_from_db()
    assert (there.status, counts(there), there.attempt) == (Status.DONE, {"created": 3}, 0)
    assert (new_users(), new_persons(cast.northwind), new_persons(cast.contoso)) == (3, 0, 3)
    assert not User.objects.filter(pk__in=before).exists()


def undo_in_between(run: Import, by: User, reached: Flag, goes_on: Flag, work: Callable[[], None]) -> None:
    """Undo ``run`` while ``work``, done beside it, halts."""

    def undo() -> None:
        assert reached.wait(WAIT)
        work_to_the_end(runs.undo(run=run, by=by))
        goes_on.set()

    together(work, undo)


def test_r32_a_user_taken_away_between_two_statements_of_another_partner_is_made_anew(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = committed_cast
    here = finish(cast.northwind, cast.mara, *people(3))
    there = runs.start(run=check(cast.contoso, cast.olga, *people(3)), by=cast.olga)
    reached, goes_on = Flag(), Flag()
    give = Server.give

    def find_users(server: Server, statements: str) -> None:
        give(server, statements)
        server.wait()

    def halts_after_finding_users(server: Server, statements: str) -> None:
        users, persons, others = statements.partition("INSERT INTO people_person")
        if persons:
            halting(find_users, reached, goes_on)(server, users)
        give(server, persons + others if persons else users)

    monkeypatch.setattr(Server, "give", halts_after_finding_users)
    undo_in_between(here, cast.mara, reached, goes_on, lambda: work_to_the_end(there))
    there.refresh_from_db()
    assert (there.status, counts(there), there.attempt) == (Status.DONE, {"created": 3}, 0)
    assert (new_users(), new_persons(cast.northwind), new_persons(cast.contoso)) == (3, 0, 3)


def test_r32_whoever_signs_in_while_they_are_being_undone_either_stays_or_is_gone(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = committed_cast
    run = runs.undo(run=finish(cast.northwind, cast.mara, *people(3)), by=cast.mara)
    first, second = User.objects.filter(email__regex=r"^p\d").order_by("email")[:2]
    reached, goes_on = Flag(), Flag()
    monkeypatch.setattr(undoes, "people_now", halting(undoes.people_now, reached, goes_on))
    user_logged_in.send(sender=User, user=first, request=None)

    def sign_in_in_between() -> bool:
        assert reached.wait(WAIT)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = 300")
            try:
                User.objects.filter(pk=second.pk).update(last_login="2030-01-01T00:00Z")
            except Exception as error:
                return "lock timeout" in str(error)
            finally:
                goes_on.set()
        return False

    assert together(lambda: work_to_the_end(run), sign_in_in_between)[1] is True
    assert said(run) == {2: "kept signed_in", 3: "reversed", 4: "reversed"}
    assert list(User.objects.filter(email__regex=r"^p\d")) == [first]
