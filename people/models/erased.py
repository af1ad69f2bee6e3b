"""Addresses of people who were removed for good, for as long as rows of others may yet name them."""

from django.db import models


class ErasedAddress(models.Model):
    """Somebody who was removed, until all imports of their partner are looked through for them. Then this is deleted too."""

    partner = models.ForeignKey("departments.Account", on_delete=models.CASCADE, related_name="+")
    addresses = models.JSONField()
    """In lower case: the one they had, and those of before."""
    left = models.JSONField()
    """The ids of the imports that are yet to be looked through."""
    at = models.BigIntegerField(default=0, db_default=0)
    """The one that is being looked through; 0: none."""
    after = models.IntegerField(default=0, db_default=0)
    """The number of the last row of it that was looked at."""
    created_at = models.DateTimeField(auto_now_add=True)
