"""Removing a person for good: with this partner nothing is left of them but numbers.

Deactivating is for those who leave; this is for those who want to be forgotten, and for mistakes. It can't be taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import CASCADE, ManyToOneRel, ProtectedError, Q

from cerego.errors import Refused
from people import guards
from people.imports import run as runs
from people.models import (
    AccessToken,
    Bulk,
    Event,
    Import,
    ImportCorrection,
    ImportLetter,
    Invitation,
    PasswordRequest,
    Person,
    User,
)
from people.models.events import EventKind
from people.models.imports import MOVING, Status
from people.models.users import ERASED_DOMAIN
from people.privacy import finding, mentions, traces
from people.services import end_sessions, lock_people, locked_person

ON_RECORD = (
    (Event, "by", "account__partner"),
    (Import, "created_by", "partner"),
    (Import, "undone_by", "partner"),
    (ImportCorrection, "by", "import_run__partner"),
    (Bulk, "created_by", "partner"),
)
"""Where it says who did something, and whose record that is. They keep a pseudonym."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was removed besides the person. It tells nothing of other partners."""

    imports: int
    rows: int


@transaction.atomic
def erase(*, person: Person, by: User) -> Erasure:
    """Remove a person for good, with places, invitation and sign-in; what imports and events say of them is blanked.

    Their user goes too unless another partner knows it. Raises :class:`Refused` for oneself (person.own_erasure), for the last
    admin of an account, while an import with them moves or stands still on its way (person.importing, person.import_unfinished),
    and when they are gone already (person.gone).
    """
    asked_for = hold(person)
    person = locked_person(person)
    if person.user_id == by.pk:
        raise Refused("person.own_erasure")
    guards.refuse_last_admin(person)
    addresses = finding.addresses_of(person)
    rows = finding.rows_of(person.partner_id, addresses)
    _close_imports(person, rows, finding.files_that_tell_of(person.partner_id, addresses))
    traces.blank_rows(rows)
    traces.leave_cursors(person.partner_id, addresses)
    traces.unname_in_headers(person.partner_id, addresses)
    traces.unname_in_failures(person.partner_id, addresses)
    traces.unname_in_others_rows(person.partner_id, addresses)
    traces.unname_in_file_names(person, addresses)
    traces.unname_in_changes(person)
    mentions.look_for(person.partner_id, addresses)
    traces.forget_answers(person)
    pk, partner_id = person.pk, person.partner_id
    traces.pseudonymise_events(person, pseudonym=_pseudonym(person, asked_for))
    Person.objects.get(pk=pk).delete()
    _let_go(person.user_id, partner_id)
    erasure = Erasure(imports=len(rows), rows=sum(map(len, rows.values())))
    details = {"person": pk, "imports": erasure.imports, "rows": erasure.rows}
    Event.objects.create(account_id=partner_id, by=by, kind=EventKind.PERSON_ERASED, details=details)
    return erasure


def hold(person: Person) -> list[Import]:
    """Keep others off the person, and off what they have asked for, until the end of the transaction; returns their imports.

    In the order in which workers hold things: who is to hold the person before :func:`erase` does, does it so.
    """
    asked_for = traces.hold_what_they_asked_for(person)
    lock_people(person.partner_id)
    return asked_for


def _close_imports(person: Person, rows: Mapping[int, Sequence[int]], others: Sequence[int]) -> None:
    """The files that have the person in them go. An import that has not begun goes with its file if it would bring them back.

    No import that moves is waited for: its worker holds it, and waits for the partner's people, whom we hold.
    """
    checked = Q(status=Status.CHECKING)  # It looks at people without holding them, and writes down later what it saw.
    concerned = Import.objects.filter(Q(pk__in=[*rows, *others]) | checked, partner=person.partner_id)
    free = {run.pk: run for run in concerned.select_for_update(skip_locked=True, no_key=True)}
    for pk, name, status in concerned.values_list("pk", "file_name", "status"):
        if pk not in free or status in MOVING:
            raise Refused("person.importing", person=person.full_name, file=name)
    for run in free.values():
        if run.started_at is None and (run.pk in rows or not run.is_stored):
            runs.forget(run.pk)
        elif _is_unfinished(run, rows.get(run.pk, ())):
            raise Refused("person.import_unfinished", person=person.full_name, file=run.file_name)
        else:
            runs.forget_file(run)


def _is_unfinished(run: Import, numbers: Sequence[int]) -> bool:
    """Whether it stopped, or broke off, before it came to these rows or took them back: it could yet go on to them."""
    if run.status not in {Status.STOPPED, Status.FAILED}:
        return False
    return run.failed_while == Status.UNDOING or run.import_rows.filter(number__in=numbers, outcome="").exists()


def _pseudonym(person: Person, asked_for: Sequence[Import]) -> int | None:
    """The user who stands for the person where they did something, made only then; the record of this partner names them."""
    user, partner = person.user_id, person.partner_id
    theirs = [model._default_manager.filter(**{of: partner, by: user}) for model, by, of in ON_RECORD]
    if not asked_for and not any(found.exists() for found in theirs):
        return None
    email = f"person.{person.pk}@{ERASED_DOMAIN}"
    stands_in = User.objects.create(email=email, password=make_password(None), is_active=False)
    for (model, by, _), found in zip(ON_RECORD, theirs, strict=True):
        if model is not Event:  # whose own upkeep does it
            found.update(**{by: stands_in})
    traces.hand_over_corrections(asked_for, user, stands_in.pk)
    return stands_in.pk


def _let_go(user_id: int, partner_id: int) -> None:
    """Their sign-in goes, unless another partner knows it: that one's business it stays, and nobody learns of it."""
    user = User.objects.select_for_update().get(pk=user_id)
    AccessToken.objects.filter(user=user, account__partner=partner_id).delete()
    Invitation.objects.filter(by=user, partner=partner_id).update(by=None)
    ImportLetter.objects.filter(to=user, import_run__partner=partner_id).delete()
    if user.persons.exists() or user.is_staff or user.is_superuser:
        end_sessions(user_id)
        return
    PasswordRequest.objects.filter(typed__iexact=user.email).delete()
    traces.forget_refusals(user_id)
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:  # Another partner's record names them, who has no such person any more.
        _strip(user_id)
        stale = {"email": f"user.{user_id}@{ERASED_DOMAIN}", "password": make_password(None), "is_active": False}
        User.objects.filter(pk=user_id).update(**stale)
        end_sessions(user_id)


def _strip(user_id: int) -> None:
    """What is only there for a user to sign in goes as if they went themselves: sessions with their addresses, second factors."""
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.on_delete is CASCADE:
            relation.related_model._default_manager.filter(**{relation.field.name: user_id}).delete()
