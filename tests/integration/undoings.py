"""Undoing for tests: an import taken back slice by slice, what is said of its rows, and people compared by their values."""

from collections.abc import Mapping

from people.imports import run as runs
from people.models import Import, ImportRow, Membership, Person, User
from people.models.imports import Status
from people.roles import Role
from tests.integration.runs import work

KEPT, NOTHING, REVERSED = "kept", "nothing", "reversed"


def undo(run: Import, by: User) -> Import:
    """Take it back to the end, and look that its numbers are right."""
    runs.undo(run=run, by=by)
    run = work(run)
    assert_undo_tallies(run)
    return run


def assert_undo_tallies(run: Import) -> None:
    """What it counts is what its rows say; at its end every row has one answer, with a reason unless it was taken back."""
    rows = list(ImportRow.objects.filter(import_run=run).values_list("reversal", "reversal_reason"))
    reversals = [reversal for reversal, _ in rows if reversal]
    counted = {REVERSED: run.reversed, KEPT: run.kept, NOTHING: run.nothing_to_undo}
    assert counted == {reversal: reversals.count(reversal) for reversal in counted}
    assert all(bool(reason) == (reversal in {KEPT, NOTHING}) for reversal, reason in rows)
    if run.status == Status.UNDONE:
        assert run.rows == run.reversed + run.kept + run.nothing_to_undo == len(reversals) == len(rows)


def said(run: Import) -> dict[int, str]:
    """By row: "reversed", or whether it was kept or had nothing to undo, and why."""
    rows = ImportRow.objects.filter(import_run=run).order_by("number")
    return {row.number: f"{row.reversal} {row.reversal_reason}".strip() for row in rows}


def people() -> Mapping[str, object]:
    """All that is stored about people, without the ids of memberships: one that went and came back has another."""
    return {
        "users": list(User.objects.order_by("pk").values()),
        "persons": list(Person.objects.order_by("pk").values()),
        "memberships": list(
            Membership.objects.order_by("person_id", "account_id").values(
                "partner_id", "person_id", "account_id", "role", "member_id"
            )
        ),
    }


def person(email: str) -> Person:
    """Somebody of the only partner that knows them."""
    return Person.objects.get(email=email)


def at(email: str, account: object) -> Membership:
    """Their place there."""
    return Membership.objects.get(person__email=email, account=account)


def role_of(email: str, account: object) -> Role | None:
    """Their role there, if they have a place."""
    place = Membership.objects.filter(person__email=email, account=account).first()
    return Role(place.role) if place else None
