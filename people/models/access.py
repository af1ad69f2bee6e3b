"""What the API remembers: access tokens, and what it answered to calls that must not be done twice."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class AccessToken(models.Model):
    """A personal access token: lets a script act as its user. Only a digest is stored; the token itself is shown once."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="tokens")
    account = models.ForeignKey("departments.Account", on_delete=models.CASCADE, null=True, related_name="+")
    """It reaches this account and its departments only; none: whatever its user administers."""
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token, in hexadecimal. The token is random and long: a slow hash would add nothing."""
    may_write = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    """To the minute: a token used a thousand times a second is not written a thousand times."""
    revoked_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)
    """Of the form with which it was asked for: sent again, it makes no second token. None: asked for otherwise."""

    class Meta:
        constraints = [models.CheckConstraint(name="token_name_not_blank", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """Whether it still opens anything."""
        is_over = self.expires_at is not None and self.expires_at <= timezone.now()
        return self.revoked_at is None and not is_over


class Answer(models.Model):
    """What the API answered to a creating call with an Idempotency-Key: the same call again gets the same answer."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of the method, the path and what was sent."""
    status = models.IntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="answer_user_key", fields=["user", "key"])]
        indexes = [models.Index(name="answer_created", fields=["created_at"])]
