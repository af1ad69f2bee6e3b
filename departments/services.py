"""Writes about accounts: keyword-only, with the one who asks, and returning the thing."""

import unicodedata
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from cerego.errors import Refused
from departments.models import Account, Department
from departments.signals import department_created, department_renamed

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
    """Make a department below ``partner``. Raises :class:`Refused` for a name that can't be one."""
    name = account_name(name, missing="department.name_missing")
    department = Department.objects.create_department(partner=partner, name=name)
    department_created.send(Department, department=department, by=by)
    return department


@transaction.atomic
def rename_department(*, department: Account, name: str, by: AbstractBaseUser | None) -> Account:
    """Give a department another name; its id stays. Raises :class:`Refused` for a name that can't be one."""
    before, department.name = department.name, account_name(name, missing="department.name_missing")
    department.save(update_fields=["name"])
    department_renamed.send(Department, department=department, by=by, before=before)
    return department
