"""What only all rows of an import together tell: who gives somebody else's member ID, who is named too often."""

from typing import Final

from django.db import connection

from people.imports.stored.staging import Staging
from people.models import Import

_RIVALS: Final = Staging("staged_rival", "place tid, first_number int")


def mark_rivals(run: Import) -> None:
    """Note on each row that gives a member ID which an earlier row gives to somebody else, in the same account, which row
    that is: the one thing about a person's row that other people's rows decide (R20).
    """
    found = _RIVALS.fill_from(
        """
        SELECT place, first_number
        FROM (
            SELECT ctid AS place, email, first_value(number) OVER earlier AS first_number,
                   first_value(email) OVER earlier AS first_email
            FROM people_importrow
            WHERE import_run_id = %(run)s AND member_id <> '' AND action <> 'failed'
            WINDOW earlier AS (PARTITION BY coalesce(department, %(account)s), member_id ORDER BY number)
        ) AS given
        WHERE email <> first_email
        """,
        {"run": run.pk, "account": run.account_id},
    )
    if found:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE people_importrow AS row SET rival = first_number FROM staged_rival WHERE row.ctid = place"
            )


def most_rows_of_one_person(run: Import) -> tuple[str, int]:
    """The address that most rows name, and how many do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT email, count(*) FROM people_importrow WHERE import_run_id = %s AND email <> ''"
            " GROUP BY email ORDER BY count(*) DESC, email LIMIT 1",
            [run.pk],
        )
        return cursor.fetchone() or ("", 0)
