"""The named cast of the web tests, and plain functions that make what a test needs."""

from dataclasses import dataclass
from typing import Any

from departments.models import Account, Department, PartnerAccount
from people.models import Import, ImportRow, Membership, Person, User
from people.models.imports import Status
from people.outcomes import Outcome
from people.roles import Role
from people.services import create_person

PASSWORD = "a wholly ordinary long password"


def make_person(
    account: Account, name: str, *, role: Role = Role.LEARNER, email: str = "", member_id: str = "", **times: Any
) -> Person:
    """Somebody with one place; ``times`` are invited_at, joined_at, deactivated_at. Their address is made of the name."""
    email = email or f"{name.encode('ascii', 'ignore').decode().lower().replace(' ', '.')}@northwind.example"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    person = create_person(partner_id=account.partner_id, user=user, full_name=name)
    Person.objects.filter(pk=person.pk).update(**times)
    place(person, account, role, member_id=member_id)
    return person


def place(person: Person, account: Account, role: Role = Role.LEARNER, *, member_id: str = "") -> Membership:
    """A further place for somebody."""
    return Membership.objects.create(
        partner_id=account.partner_id, person=person, account_id=account.pk, role=role.value, member_id=member_id
    )


def make_import(account: Account, by: User, *, status: Status = Status.DONE, **fields: Any) -> Import:
    """A run of people.csv in ``account``, whose numbers add up unless told otherwise."""
    defaults = {"file_name": "people.csv", "file_size": 1, "sha256": "0" * 64, "dialect": {}}
    return Import.objects.create(
        partner_id=account.partner_id, account_id=account.pk, created_by=by, status=status, **{**defaults, **fields}
    )


def make_row(run: Import, number: int, person: Person, outcome: Outcome, **fields: Any) -> ImportRow:
    """The row of an import that somebody came by."""
    defaults = {"line": number, "cells": [], "email": person.email, "person_id": person.pk}
    return ImportRow.objects.create(import_run=run, number=number, outcome=outcome.value, **{**defaults, **fields})


@dataclass(frozen=True)
class Cast:
    """Northwind with two departments, Contoso with one, and who works there."""

    northwind: PartnerAccount
    maths: Department
    physics: Department
    contoso: PartnerAccount
    wards: Department
    mara: User
    """Admin of Northwind."""
    dora: User
    """Admin of Mathematics only; Department staff in Northwind."""
    pete: User
    """Admin of Physics only: the sibling."""
    liv: User
    """Learner in Mathematics."""
    cora: User
    """Course manager of Northwind."""
    connie: User
    """Content manager of Northwind."""
    vera: User
    """Course viewer of Northwind."""
    olga: User
    """Admin of Contoso: the outsider."""


def make_cast() -> Cast:
    """The cast, with a person and a place each."""
    northwind = PartnerAccount.objects.create_partner(name="Northwind Academy")
    contoso = PartnerAccount.objects.create_partner(name="Contoso")
    maths = Department.objects.create_department(partner=northwind, name="Mathematics")
    physics = Department.objects.create_department(partner=northwind, name="Physics")
    wards = Department.objects.create_department(partner=contoso, name="Wards")
    dora = make_person(maths, "Dora Diaz", role=Role.ADMIN)
    place(dora, northwind, Role.DEPARTMENT_STAFF)
    pete = make_person(physics, "Pete Park", role=Role.ADMIN)
    place(pete, northwind, Role.DEPARTMENT_STAFF)
    return Cast(
        northwind=northwind,
        maths=maths,
        physics=physics,
        contoso=contoso,
        wards=wards,
        mara=make_person(northwind, "Mara Okafor", role=Role.ADMIN).user,
        dora=dora.user,
        pete=pete.user,
        liv=make_person(maths, "Liv Lund", member_id="007").user,
        cora=make_person(northwind, "Cora Cole", role=Role.COURSE_MANAGER).user,
        connie=make_person(northwind, "Connie Cruz", role=Role.CONTENT_MANAGER).user,
        vera=make_person(northwind, "Vera Voss", role=Role.COURSE_VIEWER).user,
        olga=make_person(contoso, "Olga Orlova", role=Role.ADMIN, email="olga@contoso.example").user,
    )
