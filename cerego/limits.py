"""How long a statement may take in this process, and wait for others: so that nothing hangs, and nobody can make it."""

from typing import Any

from django.db.backends.signals import connection_created


def limit_statements(*, seconds: int, lock_seconds: int | None = None, idle_seconds: float | None = None) -> None:
    """From now on PostgreSQL ends what takes longer on this process's new connections; nothing given is not limited.

    What was said last counts: limits said before are replaced.

    ``idle_seconds``: so long a transaction may stand idle. Then its connection is ended, and its locks are let go of.
    """

    def limit(connection: Any, **_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{seconds}s"])
            if lock_seconds is not None:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{lock_seconds}s"])
            if idle_seconds is not None:
                idle = f"{round(idle_seconds * 1000)}ms"
                cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, false)", [idle])

    connection_created.disconnect(dispatch_uid="cerego.limits")  # or the one connected before would stay
    connection_created.connect(limit, weak=False, dispatch_uid="cerego.limits")
