"""Writes about accounts: keyword-only, with the one who asks, and returning the thing."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from cerego.errors import Refused
from departments.models import Account, Department
from departments.signals import department_archived, department_created, department_renamed, department_restored

MAX_NAME: Final = 200


def account_name(text: str, *, missing: str) -> str:
    """The name of an account as it is stored: NFC, without outer and repeated blanks.

    Raises :class:`Refused`: with the code ``missing`` when nothing is left of it, or account.name_unfit.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise Refused(missing)
    if len(name) > MAX_NAME or any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in name):
        raise Refused("account.name_unfit", most=MAX_NAME)
    return name


@transaction.atomic
def create_department(*, partner: Account, name: str, by: AbstractBaseUser | None) -> Department:
    """Make a department below ``partner``. Raises :class:`Refused` for a name that can't be one, or that a live one has."""
    name = account_name(name, missing="department.name_missing")
    with _alone_of_its_name(name):
        department = Department.objects.create_department(partner=partner, name=name)
    department_created.send(Department, department=department, by=by)
    return department


@transaction.atomic
def rename_department(
    *, department: Account, name: str, by: AbstractBaseUser | None, expected: str | None = None
) -> Account:
    """Give a department another name; its id stays. Who says what they saw (``expected``) is refused when it was changed since.

    Raises :class:`Refused` for a name that can't be one, or that another live one has.
    """
    name = account_name(name, missing="department.name_missing")
    department = _locked(department)
    before = department.name
    if name == before:
        return department
    if expected not in (None, before):
        raise Refused("department.changed", name=before)
    department.name = name
    with _alone_of_its_name(name):
        department.save(update_fields=["name"])
    department_renamed.send(Department, department=department, by=by, before=before)
    return department


@transaction.atomic
def archive_department(*, department: Account, by: AbstractBaseUser | None) -> Account:
    """Close a department: its people keep their records, nobody works in it, and files that name it are told so (R9)."""
    department = _locked(department)
    if department.archived_at is None:
        department.archived_at = timezone.now()
        department.save(update_fields=["archived_at"])
        department_archived.send(Department, department=department, by=by)
    return department


@transaction.atomic
def restore_department(*, department: Account, by: AbstractBaseUser | None) -> Account:
    """Bring an archived department back, with everybody in it. Raises :class:`Refused` when a live one has its name."""
    department = _locked(department)
    if department.archived_at is not None:
        department.archived_at = None
        with _alone_of_its_name(department.name):
            department.save(update_fields=["archived_at"])
        department_restored.send(Department, department=department, by=by)
    return department


def _locked(department: Account) -> Account:
    """The department as it is now, and stays until the end of the transaction."""
    return Account.objects.select_for_update(no_key=True).get(pk=department.pk)


@contextmanager
def _alone_of_its_name(name: str) -> Iterator[None]:
    """No two live departments of a partner have one name, whatever its case: a constraint, here in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "account_live_name" not in str(error):
            raise
        raise Refused("department.name_taken", name=name) from error
