"""How many people there are, kept: counting a million anew takes longer than the page that shows the number."""

from typing import Final

from django.db import models

EVERYBODY: Final = "everybody"
"""The persons of a partner."""
IN_DEPARTMENTS: Final = "in_departments"
"""The persons of a partner who are in a department, however many they are in."""


class Headcount(models.Model):
    """One number about an account: its memberships with one role, or, of a partner, its persons.

    Triggers keep it (migration 0011): whoever writes people changes it in the same statement, so it is exact to whoever reads
    it. Whoever writes people of a partner holds the partner's lock already, so nobody waits for it who would not wait anyway.
    """

    account = models.ForeignKey("departments.Account", on_delete=models.CASCADE, related_name="headcounts")
    what = models.CharField(max_length=20)
    """A role, EVERYBODY or IN_DEPARTMENTS."""
    people = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="headcount_account_what", fields=["account", "what"])]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.people} {self.what}"
