"""What a partner holds about one person, for them to see (a right of theirs): all of it, in a form that machines read too."""

from typing import Any, Final

from django.db.models import OuterRef, Q, Subquery

from people.models import AccessToken, BulkPerson, Event, Import, ImportRow, Invitation, Membership, Person
from people.models.events import EventKind
from people.privacy.finding import addresses_of, rows_of


def held_about(person: Person) -> dict[str, Any]:
    """Everything that the partner has on record about a person, as JSON can hold it. Constant in the number of queries.

    Nothing of other partners, and of the sign-in that they share only what this one has seen: when they came in and from where,
    but no sessions, which are good for all partners. Who did something is about somebody else: their number as a person here.
    """
    rows = rows_of(person.partner_id, addresses_of(person))
    return {
        "organisation": person.partner.name,
        "person": {
            "id": person.pk,
            "name": person.full_name,
            "email": person.email,
            "status": person.status,
            "added_at": person.created_at,
            "invited_at": person.invited_at,
            "joined_at": person.joined_at,
            "deactivated_at": person.deactivated_at,
            "last_sign_in": person.last_sign_in,
        },
        "places": list(_places(person)),
        "invitation": _invitation(person),
        "rows_of_files": list(_rows(rows)),
        "changes_of_many_people": list(_changes(person)),
        "imports_by_them": list(_imports(person)),
        "access_tokens": list(_tokens(person)),
        # Chosen by whoever comes in; before that, another choice would tell of another partner.
        "wants_mails_about_imports": person.user.wants_import_letters if person.joined_at else True,
        "record": list(_events(person)),
    }


def _places(person: Person) -> Any:
    for place in Membership.objects.filter(person=person.pk).select_related("account").order_by("pk"):
        yield {
            "account": place.account.name,
            "account_id": place.account_id,
            "role": place.role,
            "member_id": place.member_id,
            "since": place.created_at,
        }


def _invitation(person: Person) -> dict[str, Any] | None:
    invitation = Invitation.objects.filter(person=person.pk).first()
    if invitation is None:
        return None
    told = ("state", "asked_at", "sent_at", "expires_at", "accepted_at", "attempts", "failure")
    return {name: getattr(invitation, name) for name in told}


def _rows(rows: dict[int, list[int]]) -> Any:
    """What files said of them, and what became of it."""
    numbers = Q(pk__in=[])
    for run_id, theirs in rows.items():
        numbers |= Q(import_run=run_id, number__in=theirs)
    found = ImportRow.objects.filter(numbers).select_related("import_run") if rows else ImportRow.objects.none()
    for row in found.order_by("import_run_id", "number"):
        yield {
            "file": row.import_run.file_name,
            "uploaded_at": row.import_run.created_at,
            "row": row.number,
            "header": row.import_run.header,
            "cells": row.cells,
            "outcome": row.outcome or "not imported",
            "changed_from": row.before,
            "changed_to": row.after,
        }


def _changes(person: Person) -> Any:
    of_partner = BulkPerson.objects.filter(bulk__partner=person.partner_id, person_id=person.pk)
    for change in of_partner.select_related("bulk").order_by("bulk_id"):
        yield {"at": change.bulk.created_at, "what": change.bulk.action, "outcome": change.outcome or "waiting"}


def _imports(person: Person) -> Any:
    """What they have uploaded; whom the rows are about are others."""
    theirs = Import.objects.filter(partner=person.partner_id, created_by=person.user_id).select_related("account")
    for run in theirs.order_by("pk"):
        yield {
            "file": run.file_name,
            "account": run.account.name,
            "uploaded_at": run.created_at,
            "status": run.status,
            "rows": run.rows,
        }


def _tokens(person: Person) -> Any:
    """Those that open something of this partner only. Of one that opens all that its user administers, the record tells when it
    was made and revoked: its use may be another partner's business. Never what is sent, nor its digest.
    """
    theirs = AccessToken.objects.filter(user=person.user_id, account__partner=person.partner_id)
    for token in theirs.select_related("account").order_by("pk"):
        assert token.account is not None
        told = ("name", "may_write", "created_at", "expires_at", "last_used_at", "revoked_at")
        yield {"account": token.account.name, **{name: getattr(token, name) for name in told}}


_OWN: Final = frozenset({EventKind.TOKEN_CREATED, EventKind.TOKEN_REVOKED})
"""What is about whoever did it, though no event names them as whom it is about."""


def _events(person: Person) -> Any:
    """What was done about them and what they did themselves; from where is told of their own doing only."""
    about_or_by = Q(person=person.pk) | Q(by=person.user_id, account__partner=person.partner_id)
    # By the number of the person: the user's would tell whether it was made long before, for another partner.
    who = Person.objects.filter(partner=person.partner_id, user=OuterRef("by")).values("pk")
    for event in Event.objects.filter(about_or_by).annotate(who=Subquery(who[:1])).order_by("at", "pk"):
        is_own, is_about_them = event.by_id == person.user_id, event.person_id == person.pk
        is_theirs = is_about_them or (is_own and event.kind in _OWN)  # else its details may be about somebody else
        yield {
            "at": event.at,
            "what": event.kind,
            "by": "themselves" if is_own else event.who or ("somebody else" if event.by_id else None),
            "about_them": is_about_them,
            "from": event.origin if is_own or event.by_id is None else None,
            "details": event.details if is_theirs else {},
        }
