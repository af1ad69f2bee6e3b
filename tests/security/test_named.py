"""A department's admin learns of nobody outside it, by whatever page says who did something (design §8); a partner's does."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from departments.models import Account
from people import memberships
from people.imports import plain
from people.imports import run as runs
from people.models import Bulk, Import, User
from people.models.imports import Status
from people.roles import Role
from tests.factories import Cast, make_import
from tests.web.uploads import csv, finish, page_of, said, uploaded, work

As = Callable[[User], Client]
FILE = csv("Ann Arbor,ann@example.org,,,")
OUTSIDE = "somebody outside this department"


@pytest.fixture
def by_mara(cast: Cast, mara: Client) -> Import:
    """A file that the partner's admin has imported into a department."""
    return finish(mara, cast.maths, uploaded(mara, cast.maths, FILE))


def _page(client: Client, name: str, account: Account, *ids: int) -> str:
    return said(client.get(reverse(name, args=[account.pk, *ids])))  # type: ignore[arg-type]


def _result(cast: Cast, client: Client, run: Import) -> str:
    return page_of(client, cast.maths, run)


def _undo(cast: Cast, client: Client, run: Import) -> str:
    return _page(client, "undo", cast.maths, run.pk)


def _undone(cast: Cast, client: Client, run: Import) -> str:
    work(runs.undo(run=run, by=cast.mara))
    return page_of(client, cast.maths, run)


def _history(cast: Cast, client: Client, run: Import) -> str:
    return _page(client, "imports", cast.maths)


def _same_file(cast: Cast, client: Client, run: Import) -> str:
    return page_of(client, cast.maths, work(uploaded(client, cast.maths, FILE)))


def _waiting(cast: Cast, client: Client, run: Import) -> str:
    Import.objects.filter(pk=run.pk).update(status=Status.APPLYING)
    return page_of(
        client, cast.maths, make_import(cast.maths, cast.dora, status=Status.QUEUED, queued_at=timezone.now())
    )


def _person(cast: Cast, client: Client, run: Import) -> str:
    ann = run.import_rows.get().person_id
    assert ann
    return _page(client, "person", cast.maths, ann)


def _record(cast: Cast, client: Client, run: Import) -> str:
    return _page(client, "events", cast.maths)


def _bulk(cast: Cast, client: Client, run: Import) -> str:
    how = {"partner_id": cast.northwind.pk, "account_id": cast.maths.pk, "created_by": cast.mara, "people": 0}
    bulk = Bulk.objects.create(action="invite", options={}, **how)
    return _page(client, "people_change", cast.maths, bulk.pk)


PAGES = [_result, _undo, _undone, _history, _same_file, _waiting, _person, _record, _bulk]


@pytest.mark.parametrize("page", PAGES)
def test_a_departments_admin_is_told_of_nobody_outside_it(
    cast: Cast, as_: As, by_mara: Import, page: Callable[[Cast, Client, Import], str]
) -> None:
    told = page(cast, as_(cast.dora), by_mara)

    assert "mara" not in told.casefold()
    assert page is _person or OUTSIDE in told.casefold()  # who did what to somebody is left out there


@pytest.mark.parametrize("page", [page for page in PAGES if page is not _same_file])
def test_a_partners_admin_reads_their_own_name_in_a_department(
    cast: Cast, mara: Client, by_mara: Import, page: Callable[[Cast, Client, Import], str]
) -> None:
    shell = _page(mara, "departments", cast.northwind).count("Mara Okafor")

    assert page(cast, mara, by_mara).count("Mara Okafor") > shell


def test_a_partners_admin_is_told_who_did_it_wherever_it_was(
    cast: Cast, mara: Client, as_: As, by_mara: Import
) -> None:
    by_dora = finish(as_(cast.dora), cast.maths, uploaded(as_(cast.dora), cast.maths, csv("Bo Ek,bo@example.org,,,")))
    work(runs.undo(run=by_dora, by=cast.dora))

    assert "by Dora Diaz · undone by Dora Diaz" in page_of(mara, cast.northwind, by_dora)


def test_the_command_line_names_nobody_outside_either(cast: Cast, as_: As, by_mara: Import) -> None:
    run = work(uploaded(as_(cast.dora), cast.maths, FILE))
    elsewhere = make_import(cast.northwind, cast.mara, file_name="secret.csv")

    assert plain.same_file_sentence(run, by_mara, by=cast.dora).startswith("Somebody outside this department imported")
    assert plain.same_file_sentence(run, by_mara, by=cast.mara).startswith("You imported")
    assert plain.waiting_sentence(by_mara, by=cast.dora) == f"Waiting for the import of people.csv by {OUTSIDE} to end."
    assert plain.waiting_sentence(elsewhere, by=cast.dora) == "Waiting for another import of this organisation to end."
    assert "secret.csv by Mara Okafor" in plain.waiting_sentence(elsewhere, by=cast.mara)


def test_the_api_tells_the_same(cast: Cast, mara: Client, as_: As, by_mara: Import) -> None:
    liv = cast.liv.persons.get().memberships.get(account=cast.maths)
    memberships.change_role(membership=liv, role=Role.COURSE_VIEWER, by=cast.mara)
    paths = [
        reverse("api:import", args=[by_mara.pk]),
        reverse("api:imports", args=[cast.maths.pk]),
        reverse("api:events", args=[cast.maths.pk]),
    ]
    for path in paths:
        assert "mara.okafor" not in as_(cast.dora).get(path).content.decode()
        assert cast.mara.email in mara.get(path).content.decode()
    assert as_(cast.dora).get(paths[0]).json()["created_by"] is None
