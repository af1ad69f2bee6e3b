"""Reads in the shape of the department pages."""

from departments.models import Account, AccountQuerySet


def departments_of(account: Account) -> AccountQuerySet:
    """The departments one sees working in ``account``, by name: a partner's all, a department's itself alone."""
    accounts = Account.objects.live().in_order()
    return accounts.filter(parent=account.pk) if account.is_partner else accounts.filter(pk=account.pk)
