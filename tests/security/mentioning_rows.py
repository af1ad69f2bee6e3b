"""Rows of other people that name who is removed for good, and what becomes of them."""

from people.models import Import, ImportRow
from tests.security.erasing import ADDRESS, NAME

HEADER = "Name,Email,Manager e-mail,Note"
TEAM = [f"Ann Arbor,ann@example.org,{ADDRESS},x", f"Bo Bell,bo@example.org,zz{ADDRESS},y",
        f'Cy Coe,cy@example.org,"{NAME} <{ADDRESS.upper()}>",z']  # fmt: skip
"""The second is somebody else's manager."""
BLANKED = [["", "x"], [f"zz{ADDRESS}", "y"], ["", "z"]]


def cells(run: Import) -> list[list[str]]:
    return [row.cells for row in ImportRow.objects.filter(import_run=run).order_by("number")]


def without(run: Import, columns: slice = slice(2, 4)) -> list[list[str]]:
    return [row[columns] for row in cells(run)]
