"""The sample partners: something to look at and to try things on. Made by the import itself, always the same."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from cerego.errors import Refused
from departments.models import Account, Department, PartnerAccount
from departments.services import create_department
from people.imports import intake, unattended
from people.models import Membership, Person, User
from people.roles import Role
from people.samples.names import sample_people
from people.services import create_partner

PASSWORD: Final = "try-everything-once"  # noqa: S105 (it is printed, and never made in production)
ADMIN: Final = "mara@northwind.example"
DEPARTMENT_ADMIN: Final = "dora@northwind.example"
OTHER_ADMIN: Final = "olga@contoso.example"
DEPARTMENTS: Final = (
    "Mathematics",
    "Physics",
    "Biology",
    "Music",
    "Art & Design",
    "History",
    "Languages",
    "Computer Science",
)
HEADER: Final = ("Full name", "Email", "department_id", "cerego_role", "member_id", "Start date")

Row = Sequence[object]


def make_samples() -> bool:
    """Make the sample partners, all or nothing; returns whether there was anything to make.

    Raises :class:`Refused` in production.
    """
    if settings.PRODUCTION:
        raise Refused("sample.production")
    with transaction.atomic():
        with connection.cursor() as cursor:  # One at a time: the second finds what the first has made.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.samples.partners'))")
        if sample_partner() is not None:
            return False
        _make_northwind()
        _make_contoso()
    return True


def sample_partner() -> PartnerAccount | None:
    """The larger sample partner, if it is there."""
    theirs = Membership.objects.filter(person__email=ADMIN, role=Role.ADMIN.value).values("account_id")
    return PartnerAccount.objects.filter(name="Northwind Academy", pk__in=theirs).first()


def write_sample_file(partner: Account, path: Path) -> None:
    """Write a file to try an import with: new people and known ones, two departments, and some rows with problems."""
    maths, physics, *_ = department_ids(partner)
    rows: list[Row] = [
        ("Jürgen Müller", "jurgen.muller@northwind.example", maths, "course_manager", "00001", ""),
        *(
            (
                f"Aurélie Faßbinder {number}",
                f"aurelie.{number}@northwind.example",
                department,
                role,
                f"T-{number:03}",
                "",
            )
            for number, (department, role) in enumerate(
                [(maths, ""), (physics, "course_viewer"), ("", ""), (maths, "content_manager"), (physics, "")] * 4,
                start=1,
            )
        ),
        ("Noor de Vries", "noor.devries@northwind.example", physics, "Teacher", "T-101", ""),
        ("Ömer Çelik", "omer.celik@northwind.example", 999_999, "", "T-102", ""),
        ("Zoë Ångström", "zoe.angstrom(at)northwind.example", maths, "", "T-103", ""),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_csv(rows))


def department_ids(partner: Account) -> list[int]:
    """The ids of a partner's departments, the oldest first."""
    return list(Department.objects.filter(parent=partner).order_by("pk").values_list("pk", flat=True))


def _make_northwind() -> None:
    partner, mara = create_partner(name="Northwind Academy", admin_email=ADMIN, by=None, password=PASSWORD)
    departments = [create_department(partner=partner, name=name, by=mara).pk for name in DEPARTMENTS]
    music = departments[DEPARTMENTS.index("Music")]
    rows: list[Row] = [("Mara Lindqvist", ADMIN, "", "admin", "00000", "")]
    rows += [("Dora Díaz", DEPARTMENT_ADMIN, music, "admin", "00900", "")]
    rows += _people(departments)
    rows[40:40] = [("Ella Ödman", "ella.odman@northwind", departments[0], "", "00940", "2026-08-17")]
    rows[90:90] = [("Ravi Menon", "ravi.menon@northwind.example", 999_999, "", "00941", "2026-08-17")]
    rows[150:150] = [("Kit Moreau", "kit.moreau@northwind.example", departments[1], "Teacher", "00942", "2026-08-17")]
    rows[200:200] = [("", "no.name@northwind.example", departments[2], "", "00943", "2026-08-17"), rows[100]]
    _import(partner, mara, "staff-and-students-2026.csv", rows)
    _set_statuses(partner)
    dora = User.objects.get(email=DEPARTMENT_ADMIN)
    dora.set_password(PASSWORD)
    dora.save(update_fields=["password"])
    choir = [(name, email, "", role, member_id, start) for name, email, _, role, member_id, start in rows[6:12]]
    _import(Account.objects.get(pk=music), dora, "choir.csv", choir)


def _make_contoso() -> None:
    partner, olga = create_partner(name="Contoso Health", admin_email=OTHER_ADMIN, by=None, password=PASSWORD)
    wards = create_department(partner=partner, name="Wards", by=olga).pk
    rows: list[Row] = [
        ("Olga Petrova", OTHER_ADMIN, "", "admin", "", ""),
        # The same address as at Northwind: one sign-in, but neither partner sees the other's person.
        ("Asa Oberg", "asa.oberg@northwind.example", wards, "course_viewer", "C-1", ""),
        ("Tom Baker", "tom@contoso.example", wards, "", "C-2", ""),
        ("Inês Conceição", "ines@contoso.example", "", "", "C-3", ""),
    ]
    _import(partner, olga, "contoso.csv", rows)


def _people(departments: Sequence[int]) -> Iterable[Row]:
    """Most are learners in a department; some work there; some belong to two departments, some to none."""
    for number, (name, local) in enumerate(sample_people(), start=1):
        role = {0: "course_manager", 7: "content_manager", 13: "course_viewer"}.get(number % 20, "")
        department = "" if number % 9 == 0 else departments[number * 5 % 8 if number % 3 else number * 7 % 4]
        email, member_id = f"{local}@northwind.example", f"{number:05}"
        start = f"2026-0{1 + number % 9}-{1 + number % 28:02}"
        yield name, email, department, role, member_id, start
        if number % 25 == 0:
            second = departments[departments.index(department) - 1] if department else departments[0]
            yield name, email, second, "course_viewer", member_id, start


def _set_statuses(partner: Account) -> None:
    """Some have signed in, some were invited, a few are deactivated, the others wait for their invitation."""
    now = timezone.now()
    persons = list(Person.objects.filter(partner=partner).select_related("user").order_by("email"))
    for number, person in enumerate(persons):
        is_admin = person.email in (ADMIN, DEPARTMENT_ADMIN)
        if is_admin or number % 4:
            person.invited_at = now - timedelta(days=30, hours=number)
        if is_admin or number % 4 > 1:
            person.joined_at = now - timedelta(days=20, minutes=37 * number)
            person.user.last_login = person.last_sign_in = now - timedelta(hours=3 * number % 400, minutes=number)
        if number % 29 == 5 and not is_admin:
            person.deactivated_at = now - timedelta(days=2)
    Person.objects.bulk_update(persons, ["invited_at", "joined_at", "deactivated_at", "last_sign_in"])
    User.objects.bulk_update([person.user for person in persons], ["last_login"])


def _import(account: Account, by: User, file_name: str, rows: Iterable[Row]) -> None:
    content = _csv(rows)
    run = intake.upload(account=account, stream=io.BytesIO(content), file_name=file_name, size=len(content), by=by)
    unattended.carry_out(run, check_only=False, watch=lambda run, ahead: None)


def _csv(rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
