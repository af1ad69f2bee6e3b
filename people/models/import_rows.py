"""The rows of imports."""

from django.db import models
from django.db.models import Q

from people.outcomes import Outcome, Reversal


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
    reversal = models.CharField(max_length=10, blank=True, default="", db_default="")
    """What undoing the import did about it: reversed, kept or nothing (R32); empty before."""
    reversal_reason = models.CharField(max_length=30, blank=True, default="", db_default="")
    """Why it was kept, or why there was nothing to undo."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="importrow_action_known", condition=Q(action__in=["", *sorted(Outcome)])),
            models.CheckConstraint(name="importrow_outcome_known", condition=Q(outcome__in=["", *sorted(Outcome)])),
            models.CheckConstraint(name="importrow_reversal_known", condition=Q(reversal__in=["", *sorted(Reversal)])),
        ]
        indexes = [
            models.Index(name="importrow_import_email", fields=["import_run", "email", "number"]),
            # Few rows of most files: so their problems are told at once. An outcome touches it only if it is a problem.
            models.Index(name="importrow_said", fields=["import_run", "number"], condition=~Q(issues=[])),
        ]
