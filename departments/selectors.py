"""Reads in the shape of the department pages."""

from django.db.models import Q, QuerySet

from departments.models import Account, AccountQuerySet


def departments_of(account: Account) -> AccountQuerySet:
    """The departments one sees working in ``account``, by name: a partner's all, a department's itself alone."""
    accounts = Account.objects.live().in_order()
    return accounts.filter(parent=account.pk) if account.is_partner else accounts.filter(pk=account.pk)


def search_by_name(departments: QuerySet[Account], text: str) -> QuerySet[Account]:
    """Those of ``departments`` whose name has every word of ``text``, or whose id it is."""
    words = text.replace("\0", "").split()[:10]
    named = Q()
    for word in words:
        named &= Q(name__icontains=word)
    if len(words) == 1 and words[0].isascii() and words[0].isdigit() and len(words[0]) < 19:
        named |= Q(pk=int(words[0]))
    return departments.filter(named)


def archived_departments_of(partner: Account) -> AccountQuerySet:
    """The departments that were archived, the last one first."""
    return Account.objects.filter(parent=partner.pk, archived_at__isnull=False).order_by("-archived_at", "-id")
