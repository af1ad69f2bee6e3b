"""A mail to whoever waits for an import, when it has ended after more than a minute; those who want none get none.

It is written down in the transaction in which the import ends, so no crash loses it, and sent after that by the ways of every
outbox (:mod:`people.outbox`), so none sends it twice.
"""

from datetime import timedelta
from typing import Any, Final

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from people import outbox
from people.imports.letter_words import letter
from people.models import Event, Import, ImportLetter, User
from people.models.events import EventKind
from people.models.imports import Status
from people.models.letters import LetterState
from people.outcomes import Outcome
from people.selectors import accounts_administered_by
from people.sign_in.record import record_for

LONG: Final = timedelta(minutes=1)
"""Who waits no longer than this, waits on the page."""
_ASKED: Final = (
    EventKind.IMPORT_UPLOADED,
    EventKind.IMPORT_STARTED,
    EventKind.IMPORT_CONTINUED,
    EventKind.IMPORT_RETRIED,
    EventKind.IMPORT_UNDOING,
)
_NUMBERS: Final = (
    *("rows", *(outcome.value for outcome in Outcome), "reversed", "kept", "nothing_to_undo"),
    *("failure_reason", "failure_context", "failed_while"),
)


@transaction.atomic
def choose(*, wanted: bool, by: User) -> User:
    """Whether ``by`` wants these letters; what is found as it is wanted stays so."""
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if user.wants_import_letters != wanted:
        User.objects.filter(pk=user.pk).update(wants_import_letters=wanted)
        record_for(user, EventKind.SETTINGS_CHANGED, setting="import_letters", before=not wanted, after=wanted)
        user.wants_import_letters = wanted
    return user


def write_down(run: Import) -> None:
    """Have it told how the import has ended, if that took long since somebody asked for it. Call it in that transaction."""
    now = Import.objects.select_related("created_by", "undone_by").get(pk=run.pk)
    is_undoing = now.status == Status.UNDONE or now.failed_while == Status.UNDOING
    to = now.undone_by if is_undoing and now.undone_by else now.created_by
    if not to.wants_import_letters:
        return
    asked = Event.objects.filter(import_run=run, kind__in=_ASKED).order_by("-at").values_list("at", flat=True)
    since = (
        asked.first() if now.started_at else now.queued_at
    )  # A check is asked for by choosing columns, which is no event.
    if since is None or timezone.now() - since <= LONG:
        return
    numbers = {name: getattr(now, name) for name in _NUMBERS}
    ImportLetter.objects.create(import_run=run, to=to, status=now.status, numbers=numbers, due_at=timezone.now())


def send_due() -> bool:
    """Send what is due, for some seconds; returns whether more is due at once."""
    return outbox.send_due(_Letters())


class _Letters(outbox.Outbox[ImportLetter]):
    """The outbox of these letters."""

    def give_up_silent(self) -> None:
        left = timezone.now() - timedelta(seconds=outbox.LEASE_SECONDS)
        ImportLetter.objects.filter(state=LetterState.SENDING, claimed_at__lt=left).update(state=LetterState.UNSURE)

    def claim(self) -> ImportLetter | None:
        while True:
            with transaction.atomic():
                due = ImportLetter.objects.filter(state=LetterState.QUEUED, due_at__lte=timezone.now())
                found = due.select_for_update(skip_locked=True).order_by("due_at", "id").first()
                if found is None:
                    return None
                found.state, found.claimed_at = LetterState.SENDING, timezone.now()
                found.save(update_fields=["state", "claimed_at"])
            if _is_wanted(found):
                return found
            _settle(found, state=LetterState.ENDED)

    def letter(self, item: ImportLetter) -> EmailMessage:
        return letter(item)

    def sent(self, item: ImportLetter) -> None:
        _settle(item, state=LetterState.SENT, failure="")

    def unsure(self, item: ImportLetter) -> None:
        _settle(item, state=LetterState.UNSURE)

    def refused(self, item: ImportLetter, code: int) -> None:
        _settle(item, state=LetterState.REFUSED, failure=str(code))

    def later(self, item: ImportLetter, wait: timedelta, failure: str) -> None:
        due = {"due_at": timezone.now() + wait, "failure": failure, "attempts": F("attempts") + 1}
        _settle(item, state=LetterState.QUEUED, **due)


def _is_wanted(found: ImportLetter) -> bool:
    """Whether they want it still, and may still see the import: they may have lost that right since."""
    may_see = accounts_administered_by(found.to).filter(pk=found.import_run.account_id)
    return found.to.wants_import_letters and may_see.exists()


def _settle(item: ImportLetter, **changes: Any) -> None:
    """Write what became of a claimed letter, unless somebody else has claimed it since."""
    mine = ImportLetter.objects.filter(pk=item.pk, claimed_at=item.claimed_at)
    mine.filter(state__in=[LetterState.SENDING, LetterState.UNSURE]).update(**changes)
