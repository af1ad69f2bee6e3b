"""Events: who did what to whom, and when."""

from django.db import models


class EventKind(models.TextChoices):
    """What can be done. The words for people are in templates."""

    PARTNER_CREATED = "partner.created"
    DEPARTMENT_CREATED = "department.created"
    DEPARTMENT_RENAMED = "department.renamed"
    ROLE_CHANGED = "role.changed"
    MEMBERSHIP_REMOVED = "membership.removed"
    IMPORT_UPLOADED = "import.uploaded"
    IMPORT_STARTED = "import.started"
    IMPORT_ENDED = "import.ended"


class Event(models.Model):
    """One thing done by somebody. An import writes one event, not one a row: its rows are the record."""

    account = models.ForeignKey("departments.Account", on_delete=models.PROTECT, related_name="events")
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40, choices=EventKind.choices)
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="events")
    import_run = models.ForeignKey("people.Import", on_delete=models.SET_NULL, null=True, related_name="events")
    details = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(name="event_kind_known", condition=models.Q(kind__in=EventKind.values))]
        indexes = [models.Index(name="event_account_at", fields=["account", "-at", "-id"])]
