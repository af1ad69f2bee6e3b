"""The history of a person: what somebody did, which rows of which imports made or changed what; and who sees it."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from people import memberships, persons
from people.imports import run as runs
from people.models import Import, Membership, Person, User
from people.models.events import EventKind
from people.person.history import TOLD, Entry, history_of
from people.roles import Role
from tests.factories import Cast, make_person
from tests.integration.runs import finish, work

pytestmark = pytest.mark.usefixtures("media")
ANN = "ann@northwind.example"


def told(entry: Entry) -> tuple:
    """An import's row in short: number, place, role, what changed."""
    assert entry.row
    changes = [(change.what, change.before, change.after) for change in entry.row.changes]
    return entry.row.number, entry.account.name, entry.row.placed_as, changes


def ann() -> Person:
    return Person.objects.get(email=ANN)


def import_ann(cast: Cast) -> list[Import]:
    """Three files: one makes her, one changes her, one finds her as she is."""
    maths, physics = cast.maths.pk, cast.physics.pk
    files = [
        [f"Zoe,zoe@northwind.example,,,,\nAnn Arbor,{ANN},{maths},course_viewer,1"],
        [f"Ann Berg,{ANN},{maths},course_manager,1\nAnn Berg,{ANN},{physics},,7"],
        [f"Ann Berg,{ANN},{maths},,1"],
    ]
    return [finish(cast.northwind, cast.mara, *rows) for rows in files]


def test_it_tells_which_row_of_which_import_made_or_changed_what(cast: Cast) -> None:
    runs_ = import_ann(cast)

    entries = history_of(cast.northwind, ann(), reader=cast.mara)

    assert [told(entry) for entry in entries] == [
        (2, "Mathematics", "", [("Name", "Ann Arbor", "Ann Berg"), ("Role", "Course viewer", "Course manager")]),
        (3, "Physics", "learner", []),
        (3, "Mathematics", "course_viewer", []),
    ]
    assert [entry.row.run for entry in entries if entry.row] == [runs_[1], runs_[1], runs_[0]]
    assert [entry.row.makes_staff for entry in entries if entry.row] == [False, False, True]
    assert {entry.by for entry in entries} == {"Mara Okafor"}


def test_rows_are_found_under_the_address_of_before(cast: Cast) -> None:
    import_ann(cast)
    person = ann()
    persons.change_email(person=person, email="ann.berg@northwind.example", by=cast.mara)
    persons.change_email(person=person, email="a.berg@northwind.example", by=cast.mara)

    entries = history_of(cast.northwind, Person.objects.get(pk=person.pk), reader=cast.mara)

    assert [entry.kind for entry in entries] == ["person.address_changed"] * 2 + ["row"] * 3


def test_somebody_else_who_has_the_address_now_has_none_of_it(cast: Cast) -> None:
    import_ann(cast)
    persons.change_email(person=ann(), email="ann.berg@northwind.example", by=cast.mara)
    other = make_person(cast.maths, "Ann Other", email=ANN)

    assert history_of(cast.northwind, other, reader=cast.mara) == []


def test_what_was_undone_is_said_to_be(cast: Cast) -> None:
    _, second, _ = import_ann(cast)
    work(runs.undo(run=second, by=cast.mara))

    entries = history_of(cast.northwind, ann(), reader=cast.mara)

    assert [entry.row.is_reversed for entry in entries if entry.row] == [True, True, False]


def test_a_department_sees_what_happened_in_it_alone(cast: Cast) -> None:
    import_ann(cast)
    finish(cast.physics, cast.pete, f"Ann Berg,{ANN},,course_viewer,7")
    memberships.change_role(
        membership=Membership.objects.get(person=ann(), account=cast.maths), role=Role.LEARNER, by=cast.mara
    )
    persons.rename(person=ann(), full_name="Ann Cole", by=cast.mara)

    in_physics, in_maths = (
        history_of(cast.physics, ann(), reader=cast.dora),
        history_of(cast.maths, ann(), reader=cast.dora),
    )

    assert [told(entry) for entry in in_physics] == [(2, "Physics", "", [("Role", "Learner", "Course viewer")])]
    assert [(entry.kind, entry.by) for entry in in_maths] == [("role.changed", "")]


def test_it_asks_equally_often_for_little_and_for_much(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    import_ann(cast)
    person = ann()
    with django_assert_num_queries(6):
        history_of(cast.northwind, person, reader=cast.mara)
    for number in range(20):
        user = User.objects.create_user(f"admin{number}@northwind.example")
        persons.rename(person=person, full_name=f"Ann {number}", by=user)
        finish(cast.northwind, cast.mara, f"Ann Berg {number},{ANN},,,")

    with django_assert_num_queries(6):
        history_of(cast.northwind, person, reader=cast.mara)


@pytest.mark.parametrize("kind", TOLD)
def test_it_has_words_for_every_kind_of_event_that_it_tells(cast: Cast, kind: EventKind) -> None:
    details = {"role": "learner", "before": "learner", "after": "learner", "member_id": ""}
    entry = Entry(timezone.now(), kind.value, "", cast.maths, details)

    html = render_to_string("people/_entry.html", {"entry": entry, "account": cast.northwind})

    what, _, _ = html.partition('<p class="history__when">')
    assert strip_tags(what).strip()
