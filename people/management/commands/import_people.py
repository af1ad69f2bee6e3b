"""Import people from a file: the flow of the pages, without browser, broker and workers."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from cerego.errors import Refused
from people.imports import plain, unattended
from people.imports.counts import Counts
from people.imports.pages.matching import Columns
from people.imports.plan import Existing, Options, Problems
from people.management.scripting import ScriptCommand
from people.models import Import
from people.models.imports import Status


class Command(ScriptCommand):
    """Exit code 0: every row is fine; 1: some rows failed; 2: the file or an argument was refused; 130: Ctrl-C."""

    help = "Imports people from a CSV or XLSX file into an account. Exit code 0: every row is fine, 1: some failed, 2: refused."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="the file; its first row names the columns")
        parser.add_argument("--account", type=int, required=True, metavar="ID", help="the account to import into")
        parser.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="the admin who imports")
        parser.add_argument(
            "--name",
            action="append",
            default=[],
            metavar="COLUMN",
            help="the column of full names, by header or letter; twice: first names, then last names",
        )
        parser.add_argument("--email", dest="email_column", metavar="COLUMN", help="the column of e-mail addresses")
        parser.add_argument(
            "--existing",
            choices=[choice.value for choice in Existing],
            default=Existing.UPDATE.value,
            help="what to do with people who are there already",
        )
        parser.add_argument(
            "--problems",
            choices=[choice.value for choice in Problems],
            default=Problems.SKIP.value,
            help="leave out rows with problems, or import nothing if there are any",
        )
        parser.add_argument("--check-only", action="store_true", help="say what would happen, and write nothing")

    def refusal_json(self, problem: dict[str, str]) -> dict[str, Any]:
        return {**plain.as_json("refused", Counts(), problem), "issues": []}

    def run(self, **options: Any) -> None:
        account, user = unattended.may_import(account_id=options["account"], email=options["email"])
        run = unattended.take_in(
            account=account,
            path=options["file"],
            name=options["name"],
            email=options["email_column"],
            options=Options(Existing(options["existing"]), Problems(options["problems"])),
            by=user,
        )
        for miss in Columns(run).near_misses:
            header = plain.printable(miss.column.header)
            self.stderr.write(
                f"Column {miss.column.letter}, {header}, is not used. If it should be, call it {miss.field.value}."
            )
        try:
            result = unattended.carry_out(run, check_only=options["check_only"], watch=_Watch(self).tell)
        except KeyboardInterrupt:
            run.refresh_from_db()
            result = unattended.Result.ended(run, Refused("import.interrupted", begun=run.started_at is not None))
        self._print(result, as_json=options["json"])
        raise SystemExit(_exit_code(result))

    def _print(self, result: unattended.Result, *, as_json: bool) -> None:
        self.stdout.ending = ""
        if as_json:
            plain.write_json(result, self.stdout)
        elif plain.status_of(result) == "refused":
            self.stderr.write(plain.problem_sentence(result))
        else:
            plain.write_text(result, self.stdout)


def _exit_code(result: unattended.Result) -> int:
    if result.problem and result.problem.code == "import.interrupted":
        return 130
    if plain.status_of(result) == "refused":
        return 2
    return 1 if result.counts.failed or result.problem else 0


class _Watch:
    """Tells on stderr how far an import has come, if somebody looks, and what it waits for."""

    def __init__(self, command: Command) -> None:
        self.stderr = command.stderr
        self.is_waiting = False

    def tell(self, run: Import, ahead: Import | None) -> None:
        """Tell the news."""
        if ahead and not self.is_waiting:
            self.stderr.write(f"Waiting for the import of {ahead.file_name} by {ahead.created_by.email} to end.")
        self.is_waiting = ahead is not None
        if self.stderr.isatty() and not ahead:
            done = f"{Counts.of(run).rows:,} of {run.rows:,} rows" if run.status == Status.APPLYING else run.status
            self.stderr.write(f"\r\033[K{plain.printable(run.file_name)}: {done}", ending="" if run.is_moving else "\n")
