"""Imports: what is known of each run of a file, and where it is."""

from django.db import models
from django.db.models import F, Q


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
RETRIABLE = frozenset({Status.DONE, Status.STOPPED, Status.FAILED})
"""The statuses in which an import that has begun can have some of its rows tried again."""


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
    """What it is called wherever it is shown: the uploaded file's name; of people who were typed in, words of ours."""
    by_hand = models.BooleanField(default=False, db_default=False)
    """Whether its people were typed in: the file was made of their lines, and nobody has uploaded it."""
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
    is_stored = models.BooleanField(default=False, db_default=False)
    """Whether all rows of the file are stored, so that the check has come to deciding them."""
    ledger = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    """How many admins, by account, the check has foreseen to come (or, below zero, to go) so far."""
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
    otherwise = models.IntegerField(null=True)
    """How many rows turned out other than the check had foreseen, counted at its end; none where nobody has counted."""
    problem_counts = models.JSONField(null=True)
    """How many rows have which problem, counted at the end of its check and its own; none where nobody has counted."""

    reversed = models.IntegerField(default=0, db_default=0)
    """Once it is undone: how many rows were taken back (R32)."""
    kept = models.IntegerField(default=0, db_default=0)
    """How many were not, because of what has happened since."""
    nothing_to_undo = models.IntegerField(default=0, db_default=0)
    """How many had changed nothing, or nothing that is still there."""
    undone_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    """Who asked for the undoing: it goes on with their rights."""

    turn = models.IntegerField(default=0, db_default=0)
    """How many slices were begun for it. A message to the workers is about one turn: later, it says nothing new."""
    lease = models.UUIDField(null=True)
    """Who works on it; a worker with another lease writes nothing (L4)."""
    lease_until = models.DateTimeField(null=True)
    """When others may take the lease over, unless it is renewed."""
    heartbeat_at = models.DateTimeField(null=True)
    """When a worker last did something for it."""
    attempt = models.IntegerField(default=0)
    """How often work was begun without any progress since (L5)."""
    stop_requested = models.BooleanField(default=False, db_default=False)
    """'Stop' was clicked; it stops after the current batch (L9)."""
    returns_to = models.CharField(max_length=10, blank=True, default="", db_default="", choices=Status.choices)
    """The status to which it goes back once some of its rows were tried again; empty: it is not about that."""
    to_correct = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    """Corrections of very many rows that workers are yet to write down: what is put right, by whom, after which row."""
    failed_while = models.CharField(max_length=10, blank=True, default="", db_default="", choices=Status.choices)
    """What it was at when it failed: there it can be taken up again."""
    failure_reason = models.CharField(max_length=60, blank=True, default="")
    failure_context = models.JSONField(default=dict)
    queued_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    went_on_at = models.DateTimeField(null=True)
    """When its present pass over the rows began or was taken up again, by a worker or (undoing) by whoever asked for it."""
    went_on_after = models.IntegerField(default=0, db_default=0)
    """How many rows were done by then."""
    finished_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)
    """When its file and its rows were deleted (L10)."""
    origin = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="corrections")
    """The import whose failed rows, downloaded and corrected, this file is (R29); most files are none."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="import_one_applying", fields=["partner"], condition=Q(status=Status.APPLYING.value)
            ),
            models.CheckConstraint(name="import_status_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="import_counts_add_up",
                condition=~Q(status=Status.DONE.value) & ~Q(returns_to=Status.DONE.value)
                | Q(rows=F("created") + F("updated") + F("unchanged") + F("skipped") + F("failed")),
            ),
            models.CheckConstraint(name="import_returns_known", condition=Q(returns_to__in=["", *sorted(RETRIABLE)])),
            models.CheckConstraint(
                name="import_returns_while_moving",
                condition=Q(returns_to="") | Q(status__in=[Status.QUEUED.value, Status.APPLYING.value]),
            ),
            models.CheckConstraint(
                name="import_undo_counts_add_up",
                condition=~Q(status=Status.UNDONE.value) | Q(rows=F("reversed") + F("kept") + F("nothing_to_undo")),
            ),
        ]
        indexes = [
            models.Index(name="import_account_created", fields=["account", "-created_at", "-id"]),
            models.Index(name="import_partner_created", fields=["partner", "-created_at", "-id"]),
            models.Index(name="import_partner_sha256", fields=["partner", "sha256"]),
            models.Index(name="import_moving", fields=["status"], condition=Q(status__in=sorted(MOVING))),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def in_a_sentence(self) -> str:
        """What to call it between other words."""
        return "what was added by hand" if self.by_hand else self.file_name

    @property
    def done(self) -> int:
        """How many rows have their outcome by now."""
        return self.created + self.updated + self.unchanged + self.skipped + self.failed

    @property
    def is_moving(self) -> bool:
        """Whether a worker has something to do for it."""
        return self.status in MOVING
