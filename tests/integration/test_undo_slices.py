"""Undoing as a run of its own: in slices, broken off anywhere, with the rights of whoever asked for it (R32, L8)."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from cerego.errors import Refused
from people.imports import lease
from people.imports import run as runs
from people.imports import undo as undoes
from people.imports.stored import done_rows
from people.models import Event, Import, Membership, Person, User
from people.models.events import EventKind
from people.models.imports import Status
from people.roles import Role
from tests.factories import Cast, make_person
from tests.integration.runs import check, finish, work
from tests.integration.undoings import assert_undo_tallies, people, said, undo

pytestmark = pytest.mark.usefixtures("small_batches")


class Broken(Exception):
    """What nobody expected."""


def rows(cast: Cast) -> list[str]:
    """Three batches of new people, and somebody who was there."""
    new = [f"P {n},p{n}@northwind.example,{cast.maths.pk},{'course_viewer' if n % 2 else ''},{n}" for n in range(8)]
    return [*new, f"Vera V,vera.voss@northwind.example,{cast.maths.pk},,"]


def begun(cast: Cast) -> tuple[Import, object]:
    """An import of three batches of which one is taken back; and what was before it."""
    before = people()
    run = runs.undo(run=finish(cast.northwind, cast.mara, *rows(cast)), by=cast.mara)
    assert runs.work(run.pk) == [run.pk]
    run.refresh_from_db()
    assert (run.status, run.reversed) == (Status.UNDOING, 3)
    return run, before


def test_r32_it_goes_slice_by_slice_and_each_batch_wholly(cast: Cast) -> None:
    run, before = begun(cast)
    assert Person.objects.filter(email__regex=r"^p\d@").count() == 5
    assert_undo_tallies(run)
    run = work(run)
    assert (run.status, run.reversed, run.kept, run.nothing_to_undo) == (Status.UNDONE, 9, 0, 0)
    assert_undo_tallies(run)
    assert people() == before


@pytest.mark.parametrize("step", ["lock", "people_now", "undo", "_delete_people"])
@pytest.mark.parametrize("is_after", [False, True])
def test_r32_a_batch_that_breaks_off_happened_not_at_all_and_is_done_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, step: str, is_after: bool
) -> None:
    run, before = begun(cast)
    so_far = people()
    monkeypatch.setattr(undoes, step, breaking(getattr(undoes, step), is_after=is_after))
    with pytest.raises(Broken):
        runs.work(run.pk)
    monkeypatch.undo()
    assert people() == so_far
    run.refresh_from_db()
    assert (run.status, run.reversed, run.lease) == (Status.UNDOING, 3, None)
    assert_undo_tallies(run)
    assert (work(run).reversed, people()) == (9, before)


def breaking(real: Callable, *, is_after: bool) -> Callable:
    """A function that breaks off before it did anything, or after it did all."""

    def broken(*arguments: object, **more: object) -> None:
        if is_after:
            real(*arguments, **more)
        raise Broken

    return broken


def test_r32_counts_that_could_not_be_written_are_not_lost(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run, before = begun(cast)
    for module, step in ((done_rows, "record"), (lease, "renew")):
        with monkeypatch.context() as patch:
            patch.setattr(module, step, breaking(getattr(module, step), is_after=True))
            with pytest.raises(Broken):
                runs.work(run.pk)
    run = work(run)
    assert_undo_tallies(run)
    assert (run.reversed, people()) == (9, before)


def test_a_second_click_changes_nothing_whenever_it_comes(cast: Cast) -> None:
    run, before = begun(cast)
    assert runs.undo(run=run, by=cast.cora).cursor != ""
    assert undo(run, cast.mara).undone_by == cast.mara
    assert runs.undo(run=run, by=cast.mara).status == Status.UNDONE
    assert runs.work(run.pk) == []
    run.refresh_from_db()
    assert_undo_tallies(run)
    assert people() == before
    kinds = Event.objects.filter(import_run=run).values_list("kind", "by", "details").order_by("id")
    assert [(kind, by) for kind, by, _ in kinds][-2:] == [
        (EventKind.IMPORT_UNDOING, cast.mara.pk),
        (EventKind.IMPORT_ENDED, None),
    ]
    assert kinds.filter(kind=EventKind.IMPORT_UNDOING).count() == 1
    assert kinds.filter(kind=EventKind.IMPORT_ENDED).last() == (EventKind.IMPORT_ENDED, None, {"status": "undone"})


@pytest.mark.parametrize("nobody", ["olga", "cora", "pete", "dora"])
def test_who_has_no_right_to_it_undoes_nothing(cast: Cast, nobody: str) -> None:
    run = finish(cast.northwind, cast.mara, *rows(cast))
    before = people()
    run = undo(run, getattr(cast, nobody))
    assert (run.status, run.failed_while, run.failure_reason) == (
        Status.FAILED,
        Status.UNDOING,
        "import.rights_lost",
    )
    assert (run.reversed, people()) == (0, before)


@pytest.fixture
def second(cast: Cast) -> User:
    """Another admin of Northwind."""
    return make_person(cast.northwind, "Sam Second", role=Role.ADMIN).user


def test_l8_an_undoing_whose_asker_was_demoted_stops_and_another_admin_finishes_it(cast: Cast, second: User) -> None:
    before = people()
    run = runs.undo(run=finish(cast.northwind, cast.mara, *rows(cast)), by=second)
    runs.work(run.pk)
    Membership.objects.filter(person__user=second).update(role=Role.LEARNER.value)
    run = work(run)
    assert (run.status, run.failure_reason, run.reversed) == (Status.FAILED, "import.rights_lost", 3)
    with pytest.raises(Refused, match=r"import\.rights_lost"):
        runs.resume(run=run, by=cast.mara)
    run = undo(run, cast.mara)
    assert (run.status, run.reversed, run.undone_by) == (Status.UNDONE, 9, cast.mara)
    assert (run.failure_reason, run.failed_while) == ("", "")
    Membership.objects.filter(person__user=second).update(role=Role.ADMIN.value)
    assert people() == before


def test_an_undoing_that_was_given_up_goes_on_where_it_was(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    run, before = begun(cast)
    with monkeypatch.context() as patch:
        patch.setattr(undoes, "undo", breaking(undoes.undo, is_after=False))
        for _ in range(5):
            with pytest.raises(Broken):
                runs.work(run.pk)
        assert runs.work(run.pk) == []
    run.refresh_from_db()
    assert (run.status, run.failed_while, run.failure_reason) == (Status.FAILED, Status.UNDOING, "import.gave_up")
    run = runs.resume(run=run, by=cast.mara)
    assert (run.status, run.reversed) == (Status.UNDOING, 3)
    assert (work(run).reversed, people()) == (9, before)


def test_r32_of_a_stopped_import_the_rows_not_reached_have_nothing_to_undo(cast: Cast) -> None:
    before = people()
    run = runs.start(run=check(cast.northwind, cast.mara, *rows(cast)), by=cast.mara)
    runs.work(run.pk)
    runs.stop(run=run, by=cast.mara)
    run = work(run)
    assert (run.status, run.created) == (Status.STOPPED, 3)
    run = undo(run, cast.mara)
    assert (run.reversed, run.nothing_to_undo, people()) == (3, 6, before)
    assert [said(run)[number] for number in (4, 5)] == ["reversed", "nothing not_imported"]


def test_r32_a_failed_import_can_be_undone(cast: Cast, second: User) -> None:
    before = people()
    run = runs.start(run=check(cast.northwind, second, *rows(cast)), by=second)
    runs.work(run.pk)
    Person.objects.filter(user=second).update(deactivated_at=timezone.now())
    run = work(run)
    assert (run.status, run.failed_while) == (Status.FAILED, Status.APPLYING)
    run = undo(run, cast.mara)
    assert (run.status, run.reversed, run.nothing_to_undo) == (Status.UNDONE, 3, 6)
    Person.objects.filter(user=second).update(deactivated_at=None)
    assert people() == before


def test_an_undoing_of_which_nothing_is_left_ends_whoever_asked_for_it(cast: Cast, second: User) -> None:
    run = runs.undo(run=finish(cast.northwind, cast.mara, *rows(cast)[:3]), by=second)
    assert runs.work(run.pk) == [run.pk]
    Person.objects.filter(user=second).update(deactivated_at=timezone.now())
    assert (work(run).status, run.reversed) == (Status.UNDONE, 3)


@pytest.mark.parametrize("status", ["uploaded", "checked", "queued", "applying", "failed check"])
def test_what_has_not_ended_or_not_begun_can_not_be_undone(cast: Cast, status: str) -> None:
    run = check(cast.northwind, cast.mara, *rows(cast))
    if status == "failed check":
        Import.objects.filter(pk=run.pk).update(status=Status.FAILED, failed_while=Status.CHECKING)
    else:
        Import.objects.filter(pk=run.pk).update(status=status)
    with pytest.raises(Refused, match=r"import\.not_undoable"):
        runs.undo(run=run, by=cast.mara)
    assert not Event.objects.filter(kind=EventKind.IMPORT_UNDOING).exists()
