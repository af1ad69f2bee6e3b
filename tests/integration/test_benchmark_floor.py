"""What the benchmarks compare does the same work."""

from people.events import upkeep
from people.imports import run as runs
from people.models import Event, Import, ImportRow, Membership, Person, User
from tests.benchmarks import clicks, floor, sheets
from tests.benchmarks.organisation import Organisation
from tests.integration.runs import places, work

ROWS = 400


def people(organisation):
    persons = Person.objects.filter(partner=organisation.partner.pk).order_by("email")
    return list(persons.values_list("email", "full_name", "sort_key", "search_text", "user__email"))


def rows(organisation):
    """The stored rows, as far as the floor fills them: broken ones without their values."""
    stored = ImportRow.objects.filter(import_run__partner=organisation.partner.pk).order_by("number")
    return [
        (row.number, row.line, row.cells, row.outcome, row.person_id is not None)
        + ((row.name, row.email, row.department, row.member_id) if row.outcome == "created" else ())
        for row in stored
    ]


def everything(organisation):
    return (User.objects.count(), people(organisation), places(organisation.partner), rows(organisation))


def remove_all_users():
    with upkeep():
        for model in (ImportRow, Event, Import, Membership, Person, User):
            model.objects.all().delete()


def test_the_floor_ends_with_what_the_import_ends_with(db, media, tmp_path, monkeypatch):
    monkeypatch.setattr(clicks.tasks, "enqueue", lambda ids: True)
    organisation = Organisation.found("Northwind")
    sheet = sheets.make(tmp_path, organisation, ROWS, seed=3)

    run = work(clicks.take_in(sheet))
    run = work(runs.start(run=run, by=organisation.admin()))
    imported = everything(organisation)
    assert clicks.outcomes(run) == dict(sheet.outcomes)
    assert sheet.outcomes["failed"]

    remove_all_users()
    floor.stand_ready(sheet)
    floor.put(sheet, by=organisation.admin())
    assert everything(organisation) == imported
