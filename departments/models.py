"""Accounts: partner accounts and, one level below them, departments."""

from typing import Self

from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.functional import cached_property


class AccountQuerySet(models.QuerySet["Account"]):
    """Questions one may ask of accounts."""

    def live(self) -> Self:
        """Those that were not archived."""
        return self.filter(archived_at=None)

    def of_partner(self, partner_id: int) -> Self:
        """The partner account ``partner_id`` and its departments."""
        return self.filter(partner_id=partner_id)

    def in_order(self) -> Self:
        """By name, with the id as the last word."""
        return self.order_by("name", "id")


class PartnerAccountManager(models.Manager["PartnerAccount"]):
    """Partner accounts: those without a parent."""

    def get_queryset(self) -> "models.QuerySet[PartnerAccount]":
        return super().get_queryset().filter(parent=None)

    def create_partner(self, *, name: str) -> "PartnerAccount":
        """Make a partner account. It is its own partner, so its id is drawn before the row is written."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('departments_account', 'id'))")
            (account_id,) = cursor.fetchone()
            return self.create(id=account_id, partner_id=account_id, name=name)


class DepartmentManager(models.Manager["Department"]):
    """Departments: those with a parent."""

    def get_queryset(self) -> "models.QuerySet[Department]":
        return super().get_queryset().filter(parent__isnull=False)

    def create_department(self, *, partner: "Account", name: str) -> "Department":
        """Make a department below ``partner``."""
        return self.create(parent_id=partner.pk, partner_id=partner.pk, name=name)


class Account(models.Model):
    """A partner account or a department; the thing an admin works in."""

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="departments")
    # The top of the account's tree; itself for a partner. That the parent is a partner is a foreign key in migration 0002.
    partner = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True)
    admins_need_two_factor = models.BooleanField(default=False, db_default=False)
    """Of a partner account: its Admin area, and those of its departments, open only to those with two-factor sign-in."""

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_partner_is_top",
                condition=Q(parent=None, partner=F("id")) | Q(parent__isnull=False, partner=F("parent")),
            ),
            models.CheckConstraint(name="account_not_own_parent", condition=~Q(parent=F("id"))),
            models.CheckConstraint(name="account_name_not_blank", condition=~Q(name="")),
            models.UniqueConstraint(name="account_id_partner", fields=["id", "partner"]),
            models.UniqueConstraint(
                F("parent"),
                Upper("name"),
                name="account_live_name",
                condition=Q(archived_at=None, parent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_partner(self) -> bool:
        """Whether this is the partner account itself."""
        return self.parent_id is None

    @cached_property
    def live_departments(self) -> list[tuple[int, str]]:
        """Id and name of a partner's departments that were not archived, by name; of a department none.

        Read once for as long as somebody holds this very account: during a request.
        """
        return list(self.departments.live().in_order().values_list("pk", "name")) if self.is_partner else []

    def count_live_departments(self) -> int:
        """How many those are. No query where they have been read."""
        if "live_departments" in self.__dict__:
            return len(self.live_departments)
        return self.departments.live().count() if self.is_partner else 0


class PartnerAccount(Account):
    """An organisation's top account."""

    objects = PartnerAccountManager()  # type: ignore[assignment,misc]

    class Meta:
        proxy = True


class Department(Account):
    """A child account of a partner."""

    objects = DepartmentManager()  # type: ignore[assignment,misc]

    class Meta:
        proxy = True
