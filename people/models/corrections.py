"""Corrections: what an admin has made of rows of an import's file, which itself stays as it is."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class ImportCorrection(models.Model):
    """What was corrected in one row of an import. The row's cells stay as they were read."""

    pk = models.CompositePrimaryKey("import_run_id", "number")
    import_run = models.ForeignKey(
        "people.Import", on_delete=models.CASCADE, related_name="corrected_rows", db_index=False
    )
    number = models.IntegerField()
    """The row's number; the check may store the rows anew, so it is no reference to one."""
    values = models.JSONField(default=dict)
    """What the cells should say, by field; empty: what they do say."""
    is_left_out = models.BooleanField(default=False)
    """Whether the row is not to come in at all."""
    is_pending = models.BooleanField(default=False)
    """Whether it is yet to be taken in: before the import by a check, after it by a second try of the row."""
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(name="importcorrection_pending", fields=["import_run", "number"], condition=Q(is_pending=True))
        ]
