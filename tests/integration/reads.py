"""How much PostgreSQL reads: the same on any machine, however busy it is."""

from django.db import connection


def reads(*tables: str) -> int:
    """How many entries of indexes, and rows without an index, were read of these tables so far in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_stat_get_xact_tuples_returned(indexrelid)) + (SELECT sum(seq_tup_read)"
            " FROM pg_stat_xact_user_tables WHERE relname = ANY(%(tables)s))"
            " FROM pg_index JOIN pg_class ON oid = indrelid WHERE relname = ANY(%(tables)s)",
            {"tables": list(tables)},
        )
        return int(cursor.fetchone()[0])
