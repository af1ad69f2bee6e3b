"""One change of many people: what was asked for, of whom, and what became of each."""

import uuid

from django.db import models
from django.db.models import F, Q


class Bulk(models.Model):
    """'Deactivate 318 people': done in batches by whoever holds its row; it is the truth about how far that has come."""

    partner = models.ForeignKey("departments.Account", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("departments.Account", on_delete=models.PROTECT, related_name="+")
    """The account worked in."""
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    """Made with the page that asks: however often its button is clicked, one change comes of it."""
    action = models.CharField(max_length=20)
    """One of people.bulk.actions."""
    options = models.JSONField(default=dict)
    """What goes with it: an account, a role."""

    cursor = models.BigIntegerField(default=0)
    """The last person done; people are worked on in the order of their ids."""
    people = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    """Who was as they should be already."""
    refused = models.IntegerField(default=0)

    attempt = models.IntegerField(default=0)
    """How often work was begun without any progress since."""
    heartbeat_at = models.DateTimeField(null=True)
    """When a worker last did something for it."""
    finished_at = models.DateTimeField(null=True)
    failure_reason = models.CharField(max_length=60, blank=True, default="")
    """Why it ended before its time; empty if it did not."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bulk_counts_add_up",
                condition=Q(finished_at=None)
                | ~Q(failure_reason="")
                | Q(people=F("changed") + F("unchanged") + F("refused")),
            ),
        ]
        indexes = [models.Index(name="bulk_moving", fields=["created_at"], condition=Q(finished_at=None))]

    def __str__(self) -> str:
        return f"{self.action} of {self.people}"

    @property
    def done(self) -> int:
        """How many people it has come to."""
        return self.changed + self.unchanged + self.refused


class BulkPerson(models.Model):
    """One of the people a change is about: chosen when it was asked for, so that it is about those who were counted."""

    class Outcome(models.TextChoices):
        """What became of it."""

        WAITING = ""
        CHANGED = "changed"
        UNCHANGED = "unchanged"
        REFUSED = "refused"

    pk = models.CompositePrimaryKey("bulk_id", "person_id")
    bulk = models.ForeignKey("people.Bulk", on_delete=models.CASCADE, related_name="bulk_people", db_index=False)
    person_id = models.BigIntegerField()
    outcome = models.CharField(max_length=10, blank=True, default="", db_default="")
    reason = models.CharField(max_length=60, blank=True, default="", db_default="")
    """Why it was refused: the code of a refusal."""
    context = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    """What the refusal's sentence names."""

    class Meta:
        indexes = [
            models.Index(name="bulkperson_refused", fields=["bulk", "person_id"], condition=Q(outcome="refused")),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.outcome or 'waiting'}"
