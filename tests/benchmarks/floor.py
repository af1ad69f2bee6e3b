"""The floor: the quickest way we know to put the rows of a staff list into the tables an import fills, with their indexes.

In it, and timed, all in one transaction:

- the file read by Python's csv module, and its rows put into people_importrow by one COPY, in the columns that the check fills;
- one INSERT … SELECT each for users, persons and memberships ("Department staff" ones too), for all rows at once, in the
  order of address; users with ON CONFLICT, because partners share them;
- one UPDATE that gives each row its outcome and its person;
- every index, check and foreign key, and the commit.

Not in it: deciding anything. Which rows are good, whom they are about, where they place them, and how names are sorted and
searched, stands ready in a temporary table, filled and analysed before the clock starts. Nothing is parsed, nothing validated,
nothing looked up that might be there already; no reasons are noted, no progress, no counts, and nothing could be resumed. The
server's settings are left as they are. (Tried, and no quicker: putting the file into a temporary table and the rows from there
by SQL; COPY of lines made by hand; more work_mem; another order.)
"""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from people.models import Import, ImportRow, User
from people.models.imports import Status
from people.roles import Role
from tests.benchmarks.sheets import Sheet


def put(sheet: Sheet, *, by: User) -> None:
    """All of it, for one staff list, of whose people none is there; :func:`stand_ready` has been called for it."""
    with transaction.atomic():
        run = _import(sheet, by)
        _copy_rows(run, sheet)
        _insert_people(sheet)
        _note_outcomes(run)


def stand_ready(sheet: Sheet) -> None:
    """Fill the temporary table ``truth``; not part of the floor."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.truth")
        cursor.execute(
            'CREATE TEMPORARY TABLE truth (number int, outcome text, email text COLLATE "C", name text, account_id bigint,'
            " role text, member_id text, gives_staff boolean, sort_key text, search_text text)"
        )
        with cursor.copy("COPY truth FROM STDIN (FORMAT csv)") as copy, sheet.truth.open("rb") as file:
            while chunk := file.read(1024 * 1024):
                copy.write(chunk)
        cursor.execute("ANALYZE truth")


def _import(sheet: Sheet, by: User) -> Import:
    partner = sheet.organisation.partner.pk
    return Import.objects.create(
        partner_id=partner,
        account_id=partner,
        created_by=by,
        file_name=sheet.path.name,
        file_size=sheet.path.stat().st_size,
        sha256="0" * 64,
        dialect={},
        status=Status.CHECKED,
    )


def _copy_rows(run: Import, sheet: Sheet) -> None:
    defaults = _defaults()
    with connection.cursor() as cursor:
        columns = ", ".join([*_values(run, 0, [""] * 5), *defaults])
        with cursor.copy(f"COPY people_importrow ({columns}) FROM STDIN") as copy:
            for number, cells in _read(sheet):
                copy.write_row((*_values(run, number, cells).values(), *defaults.values()))


def _read(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    with sheet.path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from enumerate(rows, start=2)


def _values(run: Import, number: int, cells: list[str]) -> dict[str, Any]:
    """The columns of a row that differ from row to row, and ``action``."""
    name, email, department, role, member_id = cells
    return {
        "import_run_id": run.pk,
        "number": number,
        "line": number,
        "cells": json.dumps(cells, ensure_ascii=False),
        "name": name,
        "email": email.lower(),
        "department": department or None,
        "role": role,
        "member_id": member_id,
        "action": "created",
    }


def _defaults() -> dict[str, Any]:
    """The other columns that must have a value, and their defaults: as the model has them now, so this needs no upkeep."""
    ours = {"import_run_id", "number", "line", "cells", "name", "email", "department", "role", "member_id", "action"}
    fields = [field for field in ImportRow._meta.concrete_fields if field.column not in ours]
    return {
        str(field.column): json.dumps(field.get_default())
        if field.get_internal_type() == "JSONField"
        else field.get_default()
        for field in fields
        if not field.null and not field.has_db_default()
    }


def _insert_people(sheet: Sheet) -> None:
    partner = sheet.organisation.partner.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_user (email, password, created_at)"
            " SELECT email, '!' || gen_random_uuid(), now() FROM truth WHERE outcome = 'created' ORDER BY email"
            " ON CONFLICT (email) DO NOTHING"
        )
        cursor.execute(
            "INSERT INTO people_person (partner_id, user_id, full_name, email, sort_key, search_text, created_at)"
            " SELECT %s, people_user.id, name, email, sort_key, search_text, now()"
            " FROM truth JOIN people_user USING (email) WHERE outcome = 'created' ORDER BY email",
            [partner],
        )
        cursor.execute(
            "INSERT INTO people_membership (partner_id, person_id, account_id, role, member_id, created_at)"
            " SELECT %(partner)s, person.id, place.account_id, place.role, place.member_id, now()"
            " FROM (SELECT email, account_id, role, member_id FROM truth WHERE outcome = 'created'"
            "       UNION ALL SELECT email, %(partner)s, %(staff)s, '' FROM truth WHERE gives_staff) AS place"
            " JOIN people_person AS person ON person.partner_id = %(partner)s AND person.email = place.email"
            " ORDER BY person.id",
            {"partner": partner, "staff": Role.DEPARTMENT_STAFF.value},
        )


def _note_outcomes(run: Import) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_importrow AS row SET outcome = truth.outcome, person_id = person.id"
            " FROM truth LEFT JOIN people_person AS person"
            " ON person.partner_id = %s AND person.email = truth.email AND truth.outcome = 'created'"
            " WHERE row.import_run_id = %s AND row.number = truth.number",
            [run.partner_id, run.pk],
        )
