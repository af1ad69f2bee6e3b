"""Events: who did what to whom, when, and from where. What is written here stays as it was written."""

from django.db import models

from cerego.origin import current_origin


class EventKind(models.TextChoices):
    """What can be done. The words for people are in templates."""

    PARTNER_CREATED = "partner.created"
    DEPARTMENT_CREATED = "department.created"
    DEPARTMENT_RENAMED = "department.renamed"
    DEPARTMENT_ARCHIVED = "department.archived"
    DEPARTMENT_RESTORED = "department.restored"
    PERSON_RENAMED = "person.renamed"
    PERSON_ADDRESS_CHANGED = "person.address_changed"
    """Its details have the address ``before`` and ``after``."""
    PERSON_DEACTIVATED = "person.deactivated"
    PERSON_REACTIVATED = "person.reactivated"
    MEMBERSHIP_ADDED = "membership.added"
    MEMBER_ID_CHANGED = "member_id.changed"
    ROLE_CHANGED = "role.changed"
    MEMBERSHIP_REMOVED = "membership.removed"
    INVITATIONS_ASKED = "invitations.asked"
    """Somebody asked for people to be invited: how many, its details say."""
    INVITATION_RESENT = "invitation.resent"
    INVITATION_LINK_SHOWN = "invitation.link_shown"
    INVITATION_ACCEPTED = "invitation.accepted"
    SIGNED_IN = "sign_in.done"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGNED_OUT = "sign_in.ended"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105 (a kind of event)
    TWO_FACTOR_CHANGED = "two_factor.changed"
    """A second factor came or went, as its details say."""
    ACCESS_REFUSED = "access.refused"
    """Somebody signed in asked for what they may not see."""
    EXPORTED = "export.made"
    """A list of people or events, or what an import left, was taken along as a file, as its details say."""
    SETTINGS_CHANGED = "settings.changed"
    TOKEN_CREATED = "token.created"  # noqa: S105 (a kind of event)
    """Somebody made an access token that reaches the account; its details have its name and whether it may write."""
    TOKEN_REVOKED = "token.revoked"  # noqa: S105
    PERSON_ERASED = "person.erased"
    """A person was removed for good: nothing of them is left but numbers."""
    IMPORT_UPLOADED = "import.uploaded"
    IMPORT_STARTED = "import.started"
    IMPORT_STOPPED = "import.stopped"
    """Somebody asked for it to stop."""
    IMPORT_CONTINUED = "import.continued"
    IMPORT_CORRECTED = "import.corrected"
    """Somebody corrected rows of it, or left some out; the corrections are the record."""
    IMPORT_RETRIED = "import.retried"
    """Somebody asked for corrected rows to be tried again."""
    IMPORT_UNDOING = "import.undoing"
    """Somebody asked for it to be undone."""
    IMPORT_ENDED = "import.ended"
    """By itself: done, stopped, failed or undone, as its details say."""


class Event(models.Model):
    """One thing done by somebody. An import writes one event, not one a row: its rows are the record.

    Append-only: triggers (migrations 0007 and 0026) refuse to change or delete what was written, except that a person or an
    import that is gone is no longer referred to, and what :func:`people.events.upkeep` does.
    """

    account = models.ForeignKey("departments.Account", on_delete=models.PROTECT, null=True, related_name="events")
    """Where it was done, and whose admins see it; none for a sign-in that fits nobody, and for asking for what there is not."""
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    """None: somebody unknown, or the system itself."""
    kind = models.CharField(max_length=40)  # an EventKind; without ``choices``, so that a new kind is no migration
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="events")
    import_run = models.ForeignKey("people.Import", on_delete=models.SET_NULL, null=True, related_name="events")
    details = models.JSONField(default=dict)
    origin = models.GenericIPAddressField(null=True, default=current_origin)
    """The network address it came from; none for what workers and commands do."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # The shape only: for a new kind nobody has to rewrite a constraint over a large table.
            models.CheckConstraint(name="event_kind_known", condition=models.Q(kind__regex=r"^[a-z_]+\.[a-z_]+$"))
        ]
        indexes = [
            models.Index(name="event_account_at", fields=["account", "-at", "-id"]),
            models.Index(name="event_account_kind_at", fields=["account", "kind", "-at", "-id"]),
        ]
