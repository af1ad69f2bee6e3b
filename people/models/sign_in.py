"""Requests for a link to set a password, until a worker has answered them."""

from django.db import models


class PasswordRequest(models.Model):
    """Somebody typed an address into "Forgot your password?". Whether anybody has it, only a worker looks up."""

    typed = models.CharField(max_length=254)
    asked_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(name="passwordrequest_due", fields=["due_at", "id"])]
