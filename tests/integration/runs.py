"""Imports for tests: from some lines of CSV to wherever the test wants them, by the doors that everybody uses."""

import io
from collections.abc import Mapping
from typing import Any

from departments.models import Account
from people.imports import intake
from people.imports import run as runs
from people.imports.deciding.plan import Existing, Options, Problems
from people.imports.matching.mapping import Mapping as Columns
from people.models import Import, ImportRow, Membership, Person, User
from people.models.imports import Status
from people.outcomes import Outcome

HEADER = "Full name,Email,department_id,cerego_role,member_id"
STOP = Options(Existing.UPDATE, Problems.STOP)


def upload(account: Account, by: User, *rows: str, header: str = HEADER, options: Options | None = None) -> Import:
    """Upload rows of CSV; their check is due."""
    content = "\n".join([header, *rows]).encode()
    run = intake.upload(account=account, stream=io.BytesIO(content), file_name="people.csv", size=len(content), by=by)
    if options:
        runs.match(run=run, mapping=Columns.from_json(run.mapping), options=options, by=by)
    return run


def work(run: Import) -> Import:
    """Work on it slice by slice until nothing is due for it, and look that its numbers are right after each."""
    while run.pk in runs.work(run.pk):
        run.refresh_from_db()
        assert_tallies(run)
    run.refresh_from_db()
    assert_tallies(run)
    return run


def check(account: Account, by: User, *rows: str, **more: Any) -> Import:
    """Upload rows and have them checked."""
    return work(upload(account, by, *rows, **more))


def finish(account: Account, by: User, *rows: str, **more: Any) -> Import:
    """Upload rows, have them checked and imported."""
    run = check(account, by, *rows, **more)
    assert run.status == Status.CHECKED
    return work(runs.start(run=run, by=by))


def counts(run: Import) -> dict[str, int]:
    """How many rows had which outcome; those that had any."""
    return {outcome.value: getattr(run, outcome.value) for outcome in Outcome if getattr(run, outcome.value)}


def foreseen(run: Import) -> dict[str, int]:
    """The same, as the check foresaw it."""
    return {outcome.value: run.check_counts[outcome.value] for outcome in Outcome if run.check_counts[outcome.value]}


def codes(run: Import) -> dict[int, list[str]]:
    """The codes of the issues, by row, of the rows that have any."""
    rows = ImportRow.objects.filter(import_run=run).order_by("number")
    return {row.number: [issue["code"] for issue in row.issues] for row in rows if row.issues}


def assert_tallies(run: Import) -> None:
    """What the import counts is what its rows say, and at its end every row has an outcome."""
    outcomes = list(ImportRow.objects.filter(import_run=run).exclude(outcome="").values_list("outcome", flat=True))
    assert counts(run) == {outcome: outcomes.count(outcome) for outcome in set(outcomes)}
    if run.status == Status.DONE:
        assert run.rows == len(outcomes) == ImportRow.objects.filter(import_run=run).count()


def everything() -> Mapping[str, object]:
    """All that is stored about people, to see whether something changed."""
    return {
        "users": list(User.objects.order_by("pk").values()),
        "persons": list(Person.objects.order_by("pk").values()),
        "memberships": list(Membership.objects.order_by("pk").values()),
    }


def places(partner: Account) -> set[tuple[str, str, str, str]]:
    """(Address, account, role, member ID) of every membership in a partner."""
    memberships = Membership.objects.filter(partner=partner.pk)
    return set(memberships.values_list("person__email", "account__name", "role", "member_id"))
