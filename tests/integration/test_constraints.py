"""The database enforces what we claim (design §11.6): for every constraint a statement that tries to break it."""

import re
from collections.abc import Mapping

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection

from people.models import Event, ImportRow, Membership, Person
from people.models.events import EventKind
from people.models.imports import Status
from tests.factories import Cast, make_import
from tests.integration.breakers import BREAKERS


def plain(name: str) -> str:
    """A constraint's name without the hash that Django puts into those it makes up."""
    return re.sub(r"_[0-9a-f]{8}(?=_(fk|uniq))", "", name)


@pytest.fixture
def ids(cast: Cast) -> Mapping[str, int]:
    """Ids that the statements name."""
    persons = {person.full_name.split()[0].lower(): person.pk for person in Person.objects.all()}
    places = {(place.person_id, place.account_id): place.pk for place in Membership.objects.all()}
    runs = [make_import(cast.northwind, cast.mara, status=Status.UPLOADED) for _ in range(2)]
    for number in (2, 3):
        ImportRow.objects.create(import_run=runs[0], number=number, line=number, cells=[])
    for run in runs:
        Event.objects.create(account=cast.northwind, kind=EventKind.IMPORT_UPLOADED, import_run=run)
    group = Group.objects.create(name="somebody")
    kind, _ = ContentType.objects.get_or_create(app_label="people", model="person")
    permission = Permission.objects.create(name="x", codename="x", content_type=kind)
    Membership.objects.filter(person=persons["olga"]).delete()
    return {
        "nothing": 999_999,
        "northwind": cast.northwind.pk,
        "maths": cast.maths.pk,
        "physics": cast.physics.pk,
        "contoso": cast.contoso.pk,
        "wards": cast.wards.pk,
        "mara_user": cast.mara.pk,
        "olga_user": cast.olga.pk,
        **persons,
        "liv_in_maths": places[persons["liv"], cast.maths.pk],
        "dora_in_maths": places[persons["dora"], cast.maths.pk],
        "dora_in_northwind": places[persons["dora"], cast.northwind.pk],
        "run": runs[0].pk,
        "other_run": runs[1].pk,
        "group": group.pk,
        "permission": permission.pk,
    }


@pytest.mark.parametrize(
    ("constraint", "statement"),
    [pytest.param(constraint, statement, id=f"{constraint}: {what}") for constraint, what, statement in BREAKERS],
)
def test_the_database_refuses(constraint: str, statement: str, ids: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        *before, last = statement.format(**ids).split(";")
        for part in before:
            cursor.execute(part)
        with pytest.raises(IntegrityError) as refusal:
            cursor.execute(last)
    assert plain(refusal.value.__cause__.diag.constraint_name) == constraint


def test_no_constraint_is_without_a_statement_that_tries_to_break_it(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH ours AS (SELECT oid FROM pg_class WHERE relname ~ '^(people|departments)_' AND relkind IN ('r', 'p'))
            SELECT conname FROM pg_constraint WHERE conrelid IN (SELECT oid FROM ours) AND contype IN ('c','f','p','u','x')
            UNION
            SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid IN (SELECT oid FROM ours) AND indisunique
            """
        )
        found = {plain(name) for (name,) in cursor.fetchall()}
    known = {constraint for constraint, _, _ in BREAKERS}
    assert "\n".join(sorted(found - known)) == ""
    assert known <= found
