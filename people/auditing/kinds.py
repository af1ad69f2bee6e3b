"""The kinds of events in groups, as one chooses them; the words for what happened are in templates/people/events."""

from typing import Final, NamedTuple

from people.models.events import EventKind


class Group(NamedTuple):
    """Kinds that one looks for together."""

    words: str
    kinds: tuple[EventKind, ...]


GROUPS: Final = {
    "people": Group(
        "People and their places",
        (
            EventKind.PERSON_RENAMED,
            EventKind.PERSON_ADDRESS_CHANGED,
            EventKind.PERSON_DEACTIVATED,
            EventKind.PERSON_REACTIVATED,
            EventKind.PERSON_ERASED,
            EventKind.MEMBERSHIP_ADDED,
            EventKind.MEMBERSHIP_REMOVED,
            EventKind.ROLE_CHANGED,
            EventKind.MEMBER_ID_CHANGED,
        ),
    ),
    "imports": Group(
        "Imports",
        (
            EventKind.IMPORT_UPLOADED,
            EventKind.IMPORT_STARTED,
            EventKind.IMPORT_STOPPED,
            EventKind.IMPORT_CONTINUED,
            EventKind.IMPORT_CORRECTED,
            EventKind.IMPORT_RETRIED,
            EventKind.IMPORT_UNDOING,
            EventKind.IMPORT_ENDED,
        ),
    ),
    "invitations": Group(
        "Invitations",
        (
            EventKind.INVITATIONS_ASKED,
            EventKind.INVITATION_RESENT,
            EventKind.INVITATION_LINK_SHOWN,
            EventKind.INVITATION_ACCEPTED,
        ),
    ),
    "setup": Group(
        "Departments, settings and access tokens",
        (
            EventKind.PARTNER_CREATED,
            EventKind.DEPARTMENT_CREATED,
            EventKind.DEPARTMENT_RENAMED,
            EventKind.DEPARTMENT_ARCHIVED,
            EventKind.DEPARTMENT_RESTORED,
            EventKind.SETTINGS_CHANGED,
            EventKind.TOKEN_CREATED,
            EventKind.TOKEN_REVOKED,
        ),
    ),
    "exports": Group("Files taken along", (EventKind.EXPORTED,)),
    "sign-in": Group(
        "Signing in",
        (
            EventKind.SIGNED_IN,
            EventKind.SIGN_IN_FAILED,
            EventKind.SIGNED_OUT,
            EventKind.PASSWORD_CHANGED,
            EventKind.TWO_FACTOR_CHANGED,
        ),
    ),
    "refused": Group("Refused access", (EventKind.ACCESS_REFUSED,)),
}
"""By their parameter in the address."""
