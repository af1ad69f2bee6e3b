"""Writes about departments: keyword-only, with the one who asks, and returning the thing."""

from django.contrib.auth.base_user import AbstractBaseUser

from departments.models import Account, Department


def create_department(*, partner: Account, name: str, by: AbstractBaseUser) -> Department:
    """Make a department below ``partner``."""
    return Department.objects.create_department(partner=partner, name=name)


def rename_department(*, department: Account, name: str, by: AbstractBaseUser) -> Account:
    """Give a department another name; its id stays."""
    department.name = name
    department.save(update_fields=["name"])
    return department
