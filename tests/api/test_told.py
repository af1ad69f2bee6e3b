"""What is told of one person: their history and all that is held about them, as on their page."""

from collections.abc import Callable

from people import memberships, persons
from people.models import Event, Import, Person
from people.models.events import EventKind
from people.roles import Role
from tests.api.conftest import Caller
from tests.factories import Cast
from tests.web.uploads import work


def test_the_history_tells_what_people_and_what_rows_did(cast: Cast, mara: Caller) -> None:
    made = mara.upload(cast.northwind, f"Ann Arbor,ann@example.org,{cast.maths.pk},course_viewer,7", start="true")
    run = work(Import.objects.get(pk=made.json()["id"]))
    ann = Person.objects.get(email="ann@example.org")
    persons.rename(person=ann, full_name="Ann Berg", by=cast.mara)

    entries = mara.get(f"accounts/{cast.northwind.pk}/people/{ann.pk}/history/").json()["entries"]

    assert [entry["kind"] for entry in entries] == ["person.renamed", "row"]
    assert entries[0]["details"] == {"before": "Ann Arbor", "after": "Ann Berg"}
    assert (entries[0]["by"], entries[0]["row"]) == ("Mara Okafor", None)
    assert entries[1]["account"] == {"id": cast.maths.pk, "name": "Mathematics"}
    assert entries[1]["row"] == {
        "import_id": run.pk, "number": 2, "placed_as": "course_viewer", "made_person": True, "makes_staff": True,
        "changes": [], "is_reversed": False,
    }  # fmt: skip


def test_a_departments_admin_reads_what_happened_there(cast: Cast, calling: Callable[..., Caller]) -> None:
    liv = cast.liv.persons.get()
    memberships.add(person=liv, account=cast.physics, role=Role.LEARNER, member_id="", by=cast.mara)
    memberships.change_role(membership=liv.memberships.get(account=cast.maths), role=Role.COURSE_VIEWER, by=cast.mara)

    entries = calling(cast.dora).get(f"accounts/{cast.maths.pk}/people/{liv.pk}/history/").json()["entries"]

    assert [(entry["kind"], entry["account"]["name"]) for entry in entries] == [("role.changed", "Mathematics")]


def test_all_that_is_held_is_handed_out_and_that_is_on_record(cast: Cast, mara: Caller) -> None:
    liv = cast.liv.persons.get()
    path = f"accounts/{cast.northwind.pk}/people/{liv.pk}/data/"

    held = mara.get(path).json()
    mara("head", path)

    assert (held["organisation"], held["person"]["email"]) == ("Northwind Academy", liv.email)
    assert [place["account"] for place in held["places"]] == ["Mathematics"]
    (event,) = Event.objects.filter(kind=EventKind.EXPORTED)
    assert (event.by, event.person, event.details) == (cast.mara, liv, {"what": "person"})


def test_it_is_the_partners_to_hand_out(cast: Cast, calling: Callable[..., Caller]) -> None:
    liv = cast.liv.persons.get()
    assert calling(cast.dora).get(f"accounts/{cast.maths.pk}/people/{liv.pk}/data/").status_code == 404
