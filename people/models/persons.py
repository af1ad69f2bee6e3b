"""Persons and memberships: how a partner knows a user, and where that person belongs."""

from datetime import UTC, datetime
from typing import Final

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Upper

from people.roles import ROLE_WORDS, Role
from people.statuses import STATUS_WORDS, PersonStatus

NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Where those who never signed in stand in the order of the last sign-in."""


def last_sign_in_or_never() -> Coalesce:
    """The last sign-in as people are sorted by it: without nulls, so that one index serves both directions."""
    return Coalesce("last_sign_in", Value(NEVER))


class Person(models.Model):
    """How one partner knows a user. Partners never see each other's persons."""

    partner = models.ForeignKey(
        # That it is a partner account and no department is a foreign key in migration 0002.
        "departments.Account",
        on_delete=models.PROTECT,
        related_name="persons",
        db_index=False,
        db_constraint=False,
    )
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="persons", db_index=False)
    full_name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, db_collation="C")
    sort_key = models.CharField(max_length=400, db_collation="C")
    """The name without accents and case, so that every database sorts people the same way."""
    search_text = models.TextField(db_collation="C")
    """Name and address without accents and case: what the people list searches."""
    created_at = models.DateTimeField(auto_now_add=True)
    invited_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    deactivated_at = models.DateTimeField(null=True)
    last_sign_in = models.DateTimeField(null=True)
    """Of those who signed in since they belong here. The sign-in is shared by partners; what happens elsewhere is nobody's
    business."""
    status = models.GeneratedField(
        # The same as people.statuses.status_of: the last that has happened counts.
        expression=Case(
            When(deactivated_at__isnull=False, then=Value(PersonStatus.DEACTIVATED.value)),
            When(joined_at__isnull=False, then=Value(PersonStatus.ACTIVE.value)),
            When(invited_at__isnull=False, then=Value(PersonStatus.INVITED.value)),
            default=Value(PersonStatus.NOT_INVITED.value),
        ),
        output_field=models.CharField(
            max_length=12, choices=[(status.value, words) for status, words in STATUS_WORDS.items()]
        ),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="person_partner_email", fields=["partner", "email"]),
            models.UniqueConstraint(name="person_user_partner", fields=["user", "partner"]),
            models.UniqueConstraint(name="person_id_partner", fields=["id", "partner"]),
            models.CheckConstraint(name="person_name_not_blank", condition=~Q(full_name="")),
        ]
        indexes = [
            models.Index(name="person_partner_sort", fields=["partner", "sort_key", "id"]),
            models.Index(name="person_partner_added", fields=["partner", "created_at", "id"]),
            models.Index(F("partner"), last_sign_in_or_never(), F("id"), name="person_partner_seen"),
            # Not by partner first: it is the smallest index, and a foreign key planned while there was nearly nobody took it,
            # and went through all people of the partner for each row.
            models.Index(name="person_status_partner", fields=["status", "partner"]),
            GinIndex(F("partner"), OpClass("search_text", name="gin_trgm_ops"), name="person_search"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Membership(models.Model):
    """A person's place in one account: role and member ID."""

    # Person, account and membership belong to the same partner: composite foreign keys in migration 0002 enforce it,
    # and stand in for the plain ones, which would only cost time on every row written.
    partner = models.ForeignKey(
        "departments.Account", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="memberships", db_index=False, db_constraint=False
    )
    account = models.ForeignKey(
        "departments.Account", on_delete=models.PROTECT, related_name="memberships", db_index=False, db_constraint=False
    )
    role = models.CharField(max_length=20, choices=[(role.value, words) for role, words in ROLE_WORDS.items()])
    member_id = models.CharField(max_length=100, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="membership_person_account", fields=["person", "account"]),
            models.UniqueConstraint(
                name="membership_account_member_id", fields=["account", "member_id"], condition=~Q(member_id="")
            ),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=[role.value for role in Role])),
            models.CheckConstraint(
                name="membership_staff_in_partner",
                condition=~Q(role=Role.DEPARTMENT_STAFF.value) | Q(account=F("partner")),
            ),
        ]
        indexes = [
            models.Index(name="membership_account_role", fields=["account", "role", "person"]),
            GinIndex(
                F("partner"),
                OpClass(Upper("member_id"), name="gin_trgm_ops"),
                name="membership_member_id_search",
                condition=~Q(member_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.account_id}: {self.role}"
