"""The access matrix (tests/security/matrix.py) holds: every address and method × everybody, replayed with the ids of others."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from people.models import Import, Invitation, Membership, Person
from tests.factories import Cast
from tests.security.matrix import MATRIX, Line, Who
from tests.web.uploads import upload, work

NOWHERE = 9_000_000_000
EVERYBODY = ["mara", "dora", "pete", "liv", "cora", "connie", "vera", "olga", "staff"]
MAY = {"northwind": {"mara"}, "maths": {"mara", "dora"}}
"""Who administers which account."""
GUARDED = {name: line for name, line in MATRIX.items() if line.who in (Who.ACCOUNT, Who.PARTNER)}
QUIET = ("django_session", "django_migrations", "usersessions_usersession")


def addresses(patterns: list[Any] | None = None) -> Iterator[str]:
    """The names of all addresses of the site."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield pattern.name
        elif pattern.namespace != "api":  # tests/api/test_access.py goes through those itself
            yield from addresses(pattern.url_patterns)


def everything() -> dict[str, str]:
    """All rows of all tables, as a fingerprint of each."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in QUIET]
        found = {}
        for table in tables:
            where = " WHERE kind <> 'access.refused'" if table == "people_event" else ""
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(row::text, '|' ORDER BY row::text), '')) FROM {table} row{where}"
            )
            found[table] = cursor.fetchone()[0]
    return found


@pytest.fixture
def objects(cast: Cast, mara: Client) -> dict[str, dict[str, Any]]:
    """What addresses name, by account."""
    person = Person.objects.get(user=cast.liv)
    runs = {name: work(upload(mara, getattr(cast, name), "Ann Arbor,ann@example.org,,,")) for name in MAY}
    Invitation.objects.all().delete()
    common = {"person_id": person.pk, "place_id": cast.maths.pk, "department_id": cast.maths.pk, "number": 2, "change_id": 1,
              "action_code": "deactivate"}  # fmt: skip
    return {name: {"account_id": getattr(cast, name).pk, "import_id": run.pk, **common} for name, run in runs.items()}


@pytest.fixture
def clients(cast: Cast, as_) -> dict[str, Client]:
    """Everybody, signed in. ``staff`` is Dora as nothing but Department staff."""
    signed_in = {who: as_(getattr(cast, who)) for who in EVERYBODY if who != "staff"}
    from people.roles import Role
    from tests.factories import make_person

    return {**signed_in, "staff": as_(make_person(cast.northwind, "Sta Ff", role=Role.DEPARTMENT_STAFF).user)}


def path_of(name: str, line: Line, values: dict[str, Any], **other: Any) -> str:
    """The path of an address."""
    values = {**values, **other}
    return reverse(name, kwargs={key: values[key] for key in ("account_id", *line.names)})


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    there = set(addresses())
    assert there - set(MATRIX) == set(), "add a line for each of these to tests/security/matrix.py"
    assert set(MATRIX) - there == set(), "these lines of tests/security/matrix.py have no address any more"


@pytest.mark.parametrize("where", MAY)
@pytest.mark.parametrize("who", EVERYBODY)
def test_what_one_may_not_see_is_not_there_and_nothing_changes(
    objects: dict[str, dict[str, Any]], clients: dict[str, Client], who: str, where: str
) -> None:
    client, before, wrong = clients[who], everything(), []
    for name, line in GUARDED.items():
        if who in MAY[where] and not (line.who is Who.PARTNER and where == "maths"):
            continue
        if who in MAY[where] and name == "departments":
            continue  # a department's own page says so in its own words
        for method in line.methods.lower().split(","):
            send = getattr(client, method)
            answer = send(path_of(name, line, objects[where]), {"name": "Mine", "two_factor": "on", "role": "admin"})
            nothing = send(path_of(name, line, objects[where], account_id=NOWHERE), {"name": "Mine"})
            if (answer.status_code, answer.content) != (404, nothing.content):
                wrong.append((name, method, answer.status_code))
    assert wrong == []
    assert everything() == before


@pytest.mark.parametrize("name", GUARDED)
def test_who_has_not_signed_in_is_sent_to_do_so(objects: dict[str, dict[str, Any]], name: str) -> None:
    before = everything()
    for method in GUARDED[name].methods.lower().split(","):
        for other in ({}, {"account_id": NOWHERE}):
            answer = getattr(Client(), method)(
                path_of(name, GUARDED[name], objects["maths"], **other), {"name": "Mine"}
            )
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("account_login"))
    assert everything() == before


@pytest.mark.parametrize("name", [name for name, line in MATRIX.items() if line.who is Who.ONESELF])
def test_ones_own_pages_are_for_those_who_have_signed_in(db: None, name: str) -> None:
    path = reverse(name, kwargs={"pk": 1} if MATRIX[name].names else None)

    answer = Client().get(path)

    assert (answer.status_code, name) in {(302, name), (404, "account_email")}


@pytest.mark.parametrize(
    ("who", "from_", "of"),
    [("olga", "contoso", "northwind"), ("olga", "wards", "maths"), ("pete", "physics", "maths"),
     ("dora", "maths", "northwind"), ("mara", "physics", "maths")],
)  # fmt: skip
def test_ids_of_others_are_nobodys_from_where_one_may_be(
    cast: Cast, objects: dict[str, dict[str, Any]], clients: dict[str, Client], who: str, from_: str, of: str
) -> None:
    """The account is one's own; the person, the place, the import, the department in the address are another's."""
    client, before, wrong = clients[who], everything(), []
    theirs = dict(objects[of], account_id=getattr(cast, from_).pk)
    if of == "northwind":  # somebody whom the department's admin does not see
        person = Person.objects.get(user=cast.cora)
        theirs |= {"person_id": person.pk, "place_id": cast.northwind.pk}
    nobodys = dict.fromkeys(("person_id", "place_id", "import_id", "department_id", "number", "change_id"), 1 << 40)
    for name, line in GUARDED.items():
        if not set(line.names) & set(nobodys) or (line.who is Who.PARTNER and from_ != "contoso"):
            continue
        for method in line.methods.lower().split(","):
            send = getattr(client, method)
            answer = send(path_of(name, line, theirs), {"name": "Mine", "role": "admin", "account": cast.northwind.pk})
            nothing = send(path_of(name, line, {**theirs, **nobodys}), {"name": "Mine"})
            if (answer.status_code, answer.content) != (404, nothing.content):
                wrong.append((name, method, answer.status_code))
    assert wrong == []
    assert everything() == before


@pytest.mark.parametrize("name", [name for name, line in GUARDED.items() if "GET" in line.methods])
def test_admins_get_in(objects: dict[str, dict[str, Any]], clients: dict[str, Client], name: str) -> None:
    """So that the refusals above are not those of an address that opens to nobody."""
    answer = clients["mara"].get(path_of(name, GUARDED[name], objects["northwind"]))

    assert answer.status_code in {200, 302} or name in {"people_change", "import_row"}, answer


def test_a_cell_with_another_partners_department_places_nobody_there(cast: Cast, mara: Client, as_) -> None:
    from tests.web.uploads import finish

    before = Membership.objects.filter(partner=cast.contoso.pk).count()
    rows = [f"A{number},a{number}@example.org,{pk},admin," for number, pk in
            enumerate([cast.wards.pk, cast.contoso.pk, cast.northwind.pk, 0, -1, NOWHERE])]  # fmt: skip
    run = finish(mara, cast.northwind, upload(mara, cast.northwind, *rows))
    assert (run.failed, run.created) == (6, 0)
    dora = as_(cast.dora)
    run = finish(dora, cast.maths, upload(dora, cast.maths, f"B,b@example.org,{cast.physics.pk},admin,"))
    assert (run.failed, run.created) == (1, 0)
    assert Membership.objects.filter(partner=cast.contoso.pk).count() == before
    assert not Import.objects.filter(partner=cast.contoso.pk).exists()


def test_columns_with_names_of_fields_are_only_unused_columns(cast: Cast, mara: Client) -> None:
    from tests.web.uploads import finish

    header = "Name,Email,password,is_staff,is_superuser,is_active,id,user_id,partner_id,joined_at,invited_at,last_login"
    row = f"Ann Arbor,ann@example.org,secret-secret-1,1,1,1,{cast.mara.pk},{cast.mara.pk},{cast.contoso.pk},2020,2020,2020"
    finish(mara, cast.northwind, upload(mara, cast.northwind, row, header=header))

    person = Person.objects.select_related("user").get(email="ann@example.org")
    user = person.user
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (False, False, False)
    assert (person.partner_id, person.joined_at, person.invited_at, user.last_login) == (
        cast.northwind.pk, None, None, None,
    )  # fmt: skip
