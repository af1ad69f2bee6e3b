"""A seeded file with something of everything, and the people who are there before it comes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from django.utils import timezone

from departments.models import Account
from people.imports.deciding.plan import Options
from people.models import User
from tests.factories import Cast, make_person, place
from tests.faults.points import LONG, SEED
from tests.integration.runs import STOP

ROWS: Final = 240
"""At least so many rows has the file."""

NOWHERE: Final = 999_999_999
"""The id of no department."""
_STAFF_ROLES: Final = ("admin", "course_manager", "content_manager", "course_viewer")
_NAMES: Final = ("Jörg Müller", "Zoë Ångström", "Łucja Žižek", "Ольга Иванова", "山田 太郎", "O'Neil Núñez", "Ann Lee")
_THERE: Final = 6
"""So many of each kind are there already."""


@dataclass(frozen=True)
class File:
    """A file to be imported: where, by whom, and its rows."""

    account: Account
    by: User
    rows: Sequence[str]
    options: Options | None = None


def one(cast: Cast) -> list[File]:
    """One file, with something of everything; the same for all points of a seed."""
    return [File(cast.northwind, cast.mara, everything(cast, Random(SEED), ROWS))]


def long(cast: Cast) -> list[File]:
    """The same, three times as long."""
    return [File(cast.northwind, cast.mara, everything(cast, Random(SEED), 3 * ROWS))]


def correctable(cast: Cast) -> list[File]:
    """One file of which many rows fail, because its department's number means nothing: that can be put right."""
    rows = plain(ROWS, department=NOWHERE, prefix="mended")
    staff = [
        f"Staff {number},mended.staff{number:03}@x.example,{NOWHERE},course_manager," for number in range(ROWS // 4)
    ]
    return [File(cast.northwind, cast.mara, rows + staff)]


def all_or_nothing(cast: Cast) -> list[File]:
    """One file without problems, of which nothing is to be written if there are any."""
    return [File(cast.northwind, cast.mara, plain(ROWS, department=cast.maths.pk, prefix="whole"), STOP)]


def three(cast: Cast) -> list[File]:
    """The same file, one for another partner, and a second for the same one, with people of their own."""
    for_contoso = plain(60, department=cast.wards.pk, prefix="contoso")
    for_northwind = plain(60, department=cast.physics.pk, prefix="second")
    return [
        *one(cast),
        File(cast.contoso, cast.olga, for_contoso),
        File(cast.northwind, cast.mara, for_northwind),
    ]


def four_of_two(cast: Cast) -> list[File]:
    """The same people four times, for two partners, each time in an order of its own."""
    random = Random(SEED)
    files = []
    for account, department, by in 2 * [
        (cast.northwind, cast.maths, cast.mara),
        (cast.contoso, cast.wards, cast.olga),
    ]:
        rows = plain(5000 if LONG else 500, department=department.pk, prefix="same")
        random.shuffle(rows)
        files.append(File(account, by, rows))
    return files


def make_people(cast: Cast) -> None:
    """Those who are in Northwind before the file comes."""
    for number in range(_THERE):
        make_person(cast.northwind, f"Same {number}", member_id=f"S{number}")
        make_person(cast.northwind, f"Renamed {number}")
        make_person(cast.maths, f"Promoted {number}")
        place(make_person(cast.physics, f"Spread {number}"), cast.northwind)
    for number in range(3):
        make_person(cast.northwind, f"Gone {number}", deactivated_at=timezone.now())


def everything(cast: Cast, random: Random, count: int) -> list[str]:
    """At least ``count`` rows for Northwind, in an order of chance."""
    rows = [*_meeting_people(cast), *_with_problems(cast)]
    number = 0
    while len(rows) < count:
        number += 1
        rows += _new_person(cast, random, number)
    random.shuffle(rows)
    return rows


def plain(count: int, *, department: int, prefix: str) -> list[str]:
    """One row for each of ``count`` new people, nobody in two departments, every third in ``department``."""
    return [
        f"{_NAMES[number % len(_NAMES)]},{prefix}{number:05}@x.example,{department if number % 3 == 0 else ''},,M{number}"
        for number in range(count)
    ]


def _new_person(cast: Cast, random: Random, number: int) -> list[str]:
    name, email = f"{random.choice(_NAMES)} {number}", f"new{number:04}@northwind.example"
    kind = random.random()
    if kind < 0.15:  # several departments, with a role of their own in each
        places = [("m", cast.maths.pk), ("p", cast.physics.pk), ("", "")][: random.randint(2, 3)]
        roles = ["", *_STAFF_ROLES]
        return [f"{name},{email},{account},{random.choice(roles)},N{number}{letter}" for letter, account in places]
    if kind < 0.25:
        return [f"{name},{email},{cast.maths.pk},{random.choice(_STAFF_ROLES)},"]
    if kind < 0.30:  # once more, the same
        return [f"{name},{email},,,N{number}"] * 2
    if kind < 0.34:  # once more, but otherwise
        return [f"{name},{email},,,N{number}", f"{name},{email},,course_viewer,N{number}"]
    if kind < 0.37:
        return [f"{name},{email},,Course Manager,"]
    return [f"{name},{email},{random.choice(['', '', cast.physics.pk])},,{random.choice(['', f'N{number}'])}"]


def _meeting_people(cast: Cast) -> Iterator[str]:
    """Rows about those of :func:`make_people`, and about the cast."""
    for number in range(_THERE):
        yield f"Same {number},same.{number}@northwind.example,,,S{number}"
        yield f"Otherwise {number},renamed.{number}@northwind.example,,,R{number}"
        yield f"Promoted {number},promoted.{number}@northwind.example,{cast.maths.pk},course_manager,"
        yield f"Spread {number},spread.{number}@northwind.example,{cast.maths.pk},,"
    for number in range(3):
        yield f"Gone {number},gone.{number}@northwind.example,,,"
    yield f"Mara Okafor,{cast.mara.email},,course_viewer,"  # the uploader's own admin role
    yield f"Pete Park,{cast.pete.email},{cast.physics.pk},course_viewer,"  # the last admin of a department


def _with_problems(cast: Cast) -> Sequence[str]:
    return (
        "No Address,,,,",
        "Bad Address,nowhere,,,",
        ",nameless@northwind.example,,,",
        f"Lost Soul,lost@northwind.example,{NOWHERE},,",
        f"Of Contoso,contoso@northwind.example,{cast.wards.pk},,",
        "Too Many,many@northwind.example,,,,more",
        "Takes Another's,taker@northwind.example,,,S1",
        "First Of Two,rival.first@northwind.example,,,TWICE",
        "Second Of Two,rival.second@northwind.example,,,TWICE",
    )
