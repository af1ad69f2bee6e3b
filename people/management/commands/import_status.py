"""How the imports are doing, for an operator's terminal."""

from typing import Any, NoReturn

from django.utils import timezone

from cerego import health
from people.imports import watch
from people.imports.deciding.counts import Counts
from people.imports.plain import printable
from people.management.scripting import ScriptCommand
from people.models import Import


class Command(ScriptCommand):
    """Prints the services' state, the numbers, and a line for each import that is moving or has failed."""

    help = "Shows how the services and the imports are doing."

    def run(self, **options: Any) -> None:
        state = health.state()
        if state["database"] != "ok":
            self._say_without_database(state, as_json=options["json"])
        found, imports = watch.watched(), watch.moving()
        if options["json"]:
            lines = [{"id": run.pk, "status": run.status, "account": run.account_id} for run in imports]
            self.print_json(
                {"services": state, "imports": found.by_status, "waiting": found.oldest_wait, "moving": lines}
            )
            return
        self.stdout.write(_of_services(state))
        self.stdout.write(
            " · ".join(f"{count:,} {status}" for status, count in found.by_status.items()) or "No imports yet."
        )
        if found.oldest_wait:
            self.stdout.write(f"The longest wait for a worker: {found.oldest_wait:.0f} s")
        for run in imports:
            self.stdout.write(_line(run))

    def _say_without_database(self, state: dict[str, str], *, as_json: bool) -> NoReturn:
        """Of the imports nothing is known then; and it ends with 3, as whatever is broken does."""
        if as_json:
            self.print_json({"services": state})
        else:
            self.stdout.write(_of_services(state))
            self.stdout.write("What imports there are, the database knows. Start it, and ask again.")
        raise SystemExit(3)


def _of_services(state: dict[str, str]) -> str:
    return " · ".join(f"{name}: {words}" for name, words in state.items())


def _line(run: Import) -> str:
    sign = run.heartbeat_at or run.queued_at or run.created_at
    quiet = (timezone.now() - sign).total_seconds()
    done = f"{Counts.of(run).rows:,} of {run.rows:,} rows"
    reason = f" · {run.failure_reason}" if run.failure_reason else ""
    words = f"{run.pk} · {run.status} · {run.account.name} · {run.file_name} · {done} · attempt {run.attempt}"
    return printable(f"{words} · last sign {quiet:.0f} s ago{reason}")
