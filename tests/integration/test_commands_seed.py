"""`manage.py seed_sample`: something to look at."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from pytest_django import Settings

from departments.models import Department, PartnerAccount
from people.imports import unattended
from people.imports.deciding.plan import Options
from people.imports.reading.dialect import Choices
from people.models import Event, Import, ImportRow, Membership, Person, User
from people.models.imports import Status
from people.samples import partners as samples
from people.samples.names import sample_people
from people.selectors import accounts_administered_by
from people.statuses import PersonStatus, status_of
from tests.integration.conftest import Ran
from tests.integration.runs import counts, everything

pytestmark = pytest.mark.usefixtures("db", "media")


@pytest.fixture(autouse=True)
def root(settings: Settings, tmp_path: Path) -> Path:
    """Takes the file that would otherwise go to the checkout's own folder."""
    settings.ROOT = tmp_path
    return tmp_path


def test_it_makes_people_of_every_role_and_status(command: Callable[..., Ran]) -> None:
    assert command("seed_sample").code == 0
    northwind = PartnerAccount.objects.get(name="Northwind Academy")
    persons = Person.objects.filter(partner=northwind)
    assert persons.count() > 300
    assert Department.objects.filter(parent=northwind).count() == 8
    roles = set(Membership.objects.filter(partner=northwind).values_list("role", flat=True))
    assert roles == {"admin", "course_manager", "content_manager", "course_viewer", "learner", "department_staff"}
    statuses = {
        status_of(invited=bool(one.invited_at), joined=bool(one.joined_at), deactivated=bool(one.deactivated_at))
        for one in persons
    }
    assert statuses == set(PersonStatus)


def test_its_import_has_rows_with_problems(command: Callable[..., Ran]) -> None:
    command("seed_sample")
    run = Import.objects.get(file_name="staff-and-students-2026.csv")
    assert run.status == Status.DONE
    assert run.failed == 3
    assert run.warnings
    assert run.skipped


def test_who_it_names_can_sign_in(command: Callable[..., Ran]) -> None:
    said = command("seed_sample").out
    assert samples.PASSWORD in said
    for email, accounts in [(samples.ADMIN, 9), (samples.DEPARTMENT_ADMIN, 1), (samples.OTHER_ADMIN, 2)]:
        assert email in said
        user = authenticate(email=email, password=samples.PASSWORD)
        assert isinstance(user, User)
        assert accounts_administered_by(user).count() == accounts


def test_partners_share_an_address(command: Callable[..., Ran]) -> None:
    command("seed_sample")
    assert User.objects.get(email="asa.oberg@northwind.example").persons.count() == 2


def test_a_second_time_changes_nothing(command: Callable[..., Ran]) -> None:
    command("seed_sample")
    before = everything(), Import.objects.count(), ImportRow.objects.count(), Event.objects.count()
    assert command("seed_sample").code == 0
    assert (everything(), Import.objects.count(), ImportRow.objects.count(), Event.objects.count()) == before


def test_its_file_can_be_imported(command: Callable[..., Ran], root: Path) -> None:
    command("seed_sample")
    path = root / ".local" / "sample-people.csv"
    mara = User.objects.get(email=samples.ADMIN)
    account = PartnerAccount.objects.get(name="Northwind Academy")
    run = unattended.take_in(
        account=account, path=path, name=[], email=None, choices=Choices(), options=Options(), by=mara
    )
    result = unattended.carry_out(run, check_only=False, watch=lambda run, ahead: None)
    assert counts(result.run) == {"created": 21, "updated": 1, "failed": 2}


def test_it_makes_nothing_in_production(command: Callable[..., Ran], settings: Settings) -> None:
    settings.PRODUCTION = True
    ran = command("seed_sample")
    assert (ran.code, ran.out) == (2, "")
    assert "not made in production" in ran.err
    assert not PartnerAccount.objects.exists()


def test_no_two_of_its_people_share_an_address() -> None:
    assert len({local for _, local in sample_people()}) == 300
