"""What the planner believes of the table of people, put right where a batch would suffer from it."""

from typing import Final

from django.db import connection

_BELIEVED: Final = """
SELECT reltuples / relpages * (pg_relation_size(oid) / current_setting('block_size')::int)
FROM pg_class WHERE oid = 'people_person'::regclass AND reltuples >= 0 AND relpages > 0
"""


def count_people_anew(there: int) -> None:
    """Have the table of people counted if the planner believes that it has not even half of those who are ``there`` for certain.

    So it does where a large import was undone: the pages are still there, hardly anybody is on them, and newcomers fill them up.
    For a table of nearly nobody any index seems good enough, and the foreign key of each membership would go through all people
    of the partner. Whoever else counts just now is not waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BELIEVED)
        believed = cursor.fetchone()
        if believed and 2 * believed[0] < there:
            cursor.execute("ANALYZE (SKIP_LOCKED) people_person")
