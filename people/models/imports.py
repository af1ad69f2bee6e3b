"""Imports and their rows."""

from django.db import models
from django.db.models import F, Q

from people.outcomes import Outcome


class Status(models.TextChoices):
    """Where an import is (design §6). Only people.imports.run changes it."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    QUEUED = "queued"
    APPLYING = "applying"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


MOVING = frozenset({Status.CHECKING, Status.QUEUED, Status.APPLYING, Status.UNDOING})
"""The statuses in which a worker has something to do."""


class Import(models.Model):
    """One run of one file: uploaded, checked, applied, perhaps undone."""

    partner = models.ForeignKey("departments.Account", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    account = models.ForeignKey(
        "departments.Account", on_delete=models.PROTECT, related_name="imports", db_constraint=False
    )
    """The account worked in: blank department cells mean this one."""
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    file = models.FileField(max_length=200, blank=True)
    """Stored under a generated name; empty once deleted."""
    file_name = models.CharField(max_length=255)
    file_size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    dialect = models.JSONField()
    header = models.JSONField(default=list)
    """The header's cells, as read."""
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.UPLOADED)
    start_when_checked = models.BooleanField(default=False)
    """'Import' was clicked while the check was still running."""
    cursor = models.CharField(max_length=254, default="", db_collation="C")
    """The last address done; rows are worked on in the order of address and number."""
    cursor_number = models.IntegerField(default=0)
    """The last row done of those without an address, which come first."""
    check_counts = models.JSONField(default=dict)
    """What the check said would happen: the same keys as the counts, and a few more for the page."""
    rows = models.IntegerField(default=0)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    skipped = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    people = models.IntegerField(default=0)
    """How many different people were created, updated or found as they should be."""
    people_created = models.IntegerField(default=0)
    staff = models.IntegerField(default=0)
    warnings = models.IntegerField(default=0)

    lease = models.UUIDField(null=True)
    """Who works on it; a worker with another lease writes nothing (L4)."""
    lease_until = models.DateTimeField(null=True)
    """When others may take the lease over, unless it is renewed."""
    heartbeat_at = models.DateTimeField(null=True)
    """When a worker last did something for it."""
    attempt = models.IntegerField(default=0)
    """How often work was begun without any progress since (L5)."""
    failure_reason = models.CharField(max_length=60, blank=True, default="")
    failure_context = models.JSONField(default=dict)
    queued_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="import_one_applying", fields=["partner"], condition=Q(status=Status.APPLYING.value)
            ),
            models.CheckConstraint(name="import_status_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="import_counts_add_up",
                condition=~Q(status=Status.DONE.value)
                | Q(rows=F("created") + F("updated") + F("unchanged") + F("skipped") + F("failed")),
            ),
        ]
        indexes = [
            models.Index(name="import_account_created", fields=["account", "-created_at", "-id"]),
            models.Index(name="import_moving", fields=["status"], condition=Q(status__in=sorted(MOVING))),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_moving(self) -> bool:
        """Whether a worker has something to do for it."""
        return self.status in MOVING


class ImportRow(models.Model):
    """One record of a file: what was read, what it means, what became of it."""

    pk = models.CompositePrimaryKey("import_run_id", "number")
    import_run = models.ForeignKey(
        "people.Import", on_delete=models.CASCADE, related_name="import_rows", db_index=False
    )
    number = models.IntegerField()
    """The spreadsheet's row number; the header is row 1."""
    line = models.IntegerField()
    """The line of the file on which the row begins."""
    cells = models.JSONField()
    """The cells as read."""

    name = models.TextField(blank=True)
    email = models.CharField(max_length=254, blank=True, db_collation="C")
    department = models.BigIntegerField(null=True)
    """The number in its department cell; none when that is blank or no number."""
    role = models.CharField(max_length=20, blank=True)
    """The valid role the row names; empty when it names none."""
    member_id = models.TextField(blank=True)
    rival = models.IntegerField(null=True)
    """The first row of the file that gives the same member ID, in the same account, to somebody else."""
    parse_issues = models.JSONField(default=list)
    """What was wrong with the row by itself, whatever is in the database."""

    action = models.CharField(max_length=10, blank=True)
    """The outcome that the check foresaw."""
    outcome = models.CharField(max_length=10, blank=True)
    """What became of it; empty until it was applied."""
    issues = models.JSONField(default=list)
    """All that is said about the row: of the check while it is checked, of the import once it is applied."""
    person_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    """The values that the row changed, as they were."""
    after = models.JSONField(null=True)
    """The values that the row changed or made, as they became."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="importrow_action_known", condition=Q(action__in=["", *sorted(Outcome)])),
            models.CheckConstraint(name="importrow_outcome_known", condition=Q(outcome__in=["", *sorted(Outcome)])),
        ]
        indexes = [models.Index(name="importrow_import_email", fields=["import_run", "email", "number"])]
