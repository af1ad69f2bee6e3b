"""Files as admins upload them, made for tests."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from playwright.sync_api import FilePayload

PNG: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
"""The beginning of a picture."""

_FIRST: Final = [
    "Jörg",
    "Zoë",
    "Søren",
    "Łucja",
    "Ngô",
    "Ольга",
    "Ἀθηνᾶ",
    "山田",
    "محمد",
    "José",
    "Ægir",
    "O'Neil",
    "Anne-Marie",
]
_LAST: Final = [
    "Müller",
    "Ångström",
    "Žižek",
    "Иванова",
    "太郎",
    "Αλεξίου",
    "عباس",
    "Núñez",
    "Straße",
    "Nguyễn",
    "von Örtzen",
]


def csv_file(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    """A CSV file as spreadsheets write it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def people_file(count: int, *, prefix: str = "p") -> bytes:
    """So many new people with nothing special about them; ``prefix`` begins their addresses."""
    return csv_file(["Name", "Email"], ((f"Person {n}", f"{prefix}{n}@example.org") for n in range(count)))


def upload_of(name: str, data: bytes) -> FilePayload:
    """A file as the browser's file chooser hands it over."""
    return {"name": name, "mimeType": "text/csv", "buffer": data}


@dataclass(frozen=True, slots=True)
class StaffList:
    """A file of 300 rows with a bit of everything, for a partner with two departments, and what has to become of it."""

    maths: int
    physics: int

    NAME_COLUMN = "Vollständiger Name"
    EMAIL_COLUMN = "Dienst-Adresse"
    FILE_NAME = "Personalliste Größe 1.csv"

    UNKNOWN_ROLE = 17
    UNKNOWN_DEPARTMENT = 30
    BAD_ADDRESS = 45
    REPEATED = 60
    """The row that says the same as the one before it."""
    SECOND_PLACE = 80
    """The row that places the person of the one before it in the other department, with a staff role too."""
    PLACED_ABOVE = 100
    """The row that places the person of the one before it in the partner account, as course viewer."""

    COUNTS: ClassVar = {"rows": 300, "created": 297, "updated": 0, "unchanged": 0, "skipped": 1, "failed": 2}
    PEOPLE = 295
    """Those of 297 rows, of which two are about somebody whom another row made."""
    AGAIN: ClassVar = {"rows": 300, "created": 0, "updated": 0, "unchanged": 297, "skipped": 1, "failed": 2}

    def rows(self) -> list[list[str]]:
        """Its rows; the first is row 2."""
        rows = [self._plain(number) for number in range(2, 302)]

        def row(number: int) -> list[str]:
            return rows[number - 2]

        row(self.UNKNOWN_ROLE)[2:4] = ["", "Teacher"]
        row(self.UNKNOWN_DEPARTMENT)[2] = "777777"
        row(self.BAD_ADDRESS)[1] = "jörg.müller(at)example.org"
        row(self.REPEATED)[:] = row(self.REPEATED - 1)
        row(self.SECOND_PLACE - 1)[2:] = [str(self.maths), "course_manager", "00079", ""]
        row(self.SECOND_PLACE)[:] = [*row(self.SECOND_PLACE - 1)[:2], str(self.physics), "content_manager", "A-80", ""]
        row(self.PLACED_ABOVE - 1)[2:] = [str(self.physics), "course_manager", "", "two rows"]
        row(self.PLACED_ABOVE - 1)[1] = row(self.PLACED_ABOVE)[1]
        row(self.PLACED_ABOVE)[:] = [*row(self.PLACED_ABOVE - 1)[:2], "", "course_viewer", "", ""]
        return rows

    def _plain(self, number: int) -> list[str]:
        department = ["", str(self.maths), str(self.physics)][number % 3]
        role = {0: "course_manager", 4: "content_manager", 7: "course_viewer", 9: "admin"}.get(number % 10, "")
        name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]}"
        return [name, f"Person.{number}@Example.org", department, role, f"{number:05}", "seit 2021, Büro"]

    @property
    def staff(self) -> set[str]:
        """The addresses of those who become Department staff in the partner account (R12, R13)."""
        staff = {
            row[1].lower()
            for number, row in enumerate(self.rows(), start=2)
            if row[2] and row[3] and number not in (self.UNKNOWN_DEPARTMENT, self.BAD_ADDRESS)
        }
        return staff - {self.rows()[self.PLACED_ABOVE - 2][1].lower()}

    def people_in(self, department: int) -> int:
        """How many people come into a department."""
        bad = (self.BAD_ADDRESS, self.UNKNOWN_DEPARTMENT)
        rows = [row for number, row in enumerate(self.rows(), start=2) if number not in bad]
        return len({row[1] for row in rows if row[2] == str(department)})

    def as_csv(self) -> bytes:
        """The file, as Excel in Germany writes it: UTF-8 with a byte-order mark, separated by semicolons."""
        header = [self.NAME_COLUMN, self.EMAIL_COLUMN, "department_id", "cerego_role", "member_id", "Bemerkung"]
        return csv_file(header, self.rows(), delimiter=";", encoding="utf-8-sig")

    def in_(self, folder: Path) -> Path:
        """The file, on the disk."""
        path = folder / self.FILE_NAME
        path.write_bytes(self.as_csv())
        return path
