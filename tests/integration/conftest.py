"""The cast of the integration tests: two partners, their departments, and somebody of each kind."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import Settings

from departments.models import Department, PartnerAccount
from people.models import Membership, Person, User
from people.roles import Role
from people.services import create_department, create_partner, create_person


@dataclass(frozen=True)
class Cast:
    """Northwind with two departments and Contoso with one, and who works there."""

    northwind: PartnerAccount
    maths: Department
    physics: Department
    contoso: PartnerAccount
    wards: Department
    mara: User
    """Admin of Northwind."""
    dora: User
    """Admin of Northwind's Mathematics only; Department staff in Northwind."""
    liv: User
    """Learner in Mathematics, member ID 007."""
    olga: User
    """Admin of Contoso: the outsider."""


def join(user: User, account: PartnerAccount | Department, role: Role, *, name: str, member_id: str = "") -> Person:
    """Place a user in an account, as a person of its partner."""
    person = Person.objects.filter(user=user, partner=account.partner_id).first()
    person = person or create_person(partner_id=account.partner_id, user=user, full_name=name)
    Membership.objects.create(
        partner_id=account.partner_id, person=person, account=account, role=role.value, member_id=member_id
    )
    return person


@pytest.fixture
def make_cast(settings: Settings, tmp_path: Path):
    """Makes the cast, for tests that bring the database up to it themselves. Uploads go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def make() -> Cast:
        northwind, mara = create_partner(name="Northwind", admin_email="mara@northwind.example", by=None)
        contoso, olga = create_partner(name="Contoso", admin_email="olga@contoso.example", by=None)
        maths = create_department(partner_id=northwind.pk, name="Mathematics", by=mara)
        physics = create_department(partner_id=northwind.pk, name="Physics", by=mara)
        wards = create_department(partner_id=contoso.pk, name="Wards", by=olga)
        dora = User.objects.create_user("dora@northwind.example")
        join(dora, maths, Role.ADMIN, name="Dora Diaz")
        join(dora, northwind, Role.DEPARTMENT_STAFF, name="Dora Diaz")
        liv = User.objects.create_user("liv@northwind.example")
        join(liv, maths, Role.LEARNER, name="Liv Lund", member_id="007")
        return Cast(northwind, maths, physics, contoso, wards, mara, dora, liv, olga)

    return make


@pytest.fixture
def cast(db: None, make_cast) -> Cast:
    """The cast, in a database that forgets it after the test."""
    return make_cast()


@pytest.fixture
def committed_cast(transactional_db: None, make_cast) -> Cast:
    """The cast, committed: threads and other connections see it."""
    return make_cast()
