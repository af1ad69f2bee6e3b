"""Import people from a file: the flow of the pages, without browser, broker and workers."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from cerego.errors import Refused
from people.imports import plain, unattended
from people.imports.deciding.counts import Counts
from people.imports.deciding.plan import Existing, Options, Problems
from people.imports.pages.matching import Columns
from people.imports.reading.dialect import NO_HEADER, Choices, Dialect
from people.imports.reading.wording import delimiter_named, encoding_named, quote_named
from people.imports.same_file import imported_before
from people.management.scripting import ScriptCommand
from people.models import Import
from people.models.imports import Status
from people.selectors import accounts_administered_by


class Command(ScriptCommand):
    """Exit code 0: every row is fine; 1: some rows failed; 2: the file or an argument was refused, or somebody stopped or undid
    it on its page; 130: Ctrl-C.
    """

    help = "Imports people from a CSV or XLSX file into an account. Exit code 0: every row is fine, 1: some failed, 2: refused."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="the file; a row near its beginning names the columns"
        )
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
        _add_choices(parser)
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
            choices=Choices(
                **{name: options[name] for name in ("encoding", "delimiter", "quote", "header_row", "sheet")}
            ),
            name=options["name"],
            email=options["email_column"],
            options=Options(Existing(options["existing"]), Problems(options["problems"])),
            by=user,
        )
        self._tell_what_is_unusual(run)
        earlier = imported_before(run, accounts_administered_by(user))
        try:
            result = unattended.carry_out(run, check_only=options["check_only"], watch=_Watch(self).tell)
        except KeyboardInterrupt:
            run.refresh_from_db()
            result = unattended.Result.ended(run, Refused("import.interrupted", begun=run.started_at is not None))
        if earlier:
            self.stderr.write(plain.printable(plain.same_file_sentence(result.run, earlier, by=user)))
        self._print(result, as_json=options["json"])
        raise SystemExit(_exit_code(result))

    def _tell_what_is_unusual(self, run: Import) -> None:
        dialect = Dialect.from_json(run.dialect)
        if dialect.header_row == NO_HEADER:
            self.stderr.write(
                "This file has no header, so its columns are named by letter, and its first row is read too."
            )
        elif dialect.above:
            self.stderr.write(f"The header is in row {dialect.header_row}; what stands above it is not read.")
        if dialect.guessed:
            flags = " or ".join(f"--{name}" for name in dialect.guessed)
            self.stderr.write(
                plain.printable(f"Read as {dialect.words}, which is a guess. If it is wrong, use {flags}.")
            )
        if dialect.hidden_rows:
            rows = (
                "1 row of this sheet is"
                if dialect.hidden_rows == 1
                else f"{dialect.hidden_rows} rows of this sheet are"
            )
            self.stderr.write(f"{rows} hidden in the spreadsheet, by hand or by a filter, and read like all others.")
        for miss in Columns(run).near_misses:
            header = plain.printable(miss.column.header)
            self.stderr.write(
                f"Column {miss.column.letter}, {header}, is not used. If it should be, call it {miss.field.value}."
            )

    def _print(self, result: unattended.Result, *, as_json: bool) -> None:
        self.stdout.ending = ""
        if as_json:
            plain.write_json(result, self.stdout)
        elif plain.status_of(result) == "refused":
            self.stderr.write(plain.problem_sentence(result))
        else:
            plain.write_text(result, self.stdout)


def _add_choices(parser: CommandParser) -> None:
    """How the file is written, where that is not to be guessed."""
    how = parser.add_argument_group("how the file is written, if not as it is guessed")
    encoding, delimiter, quote = (_named(*each) for each in _KINDS)
    how.add_argument("--encoding", type=encoding, help="such as UTF-8, Windows-1252, ISO-8859-15, Mac-Roman, Shift-JIS")
    how.add_argument("--delimiter", type=delimiter, help="comma, semicolon, tab, bar, or the sign itself")
    how.add_argument("--quote", type=quote, help="double, single or none, or the sign itself")
    how.add_argument("--header-row", type=_header_row, metavar="ROW", help="its number in the spreadsheet, or none")
    how.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook")


_KINDS = (("encoding", encoding_named), ("delimiter", delimiter_named), ("quote", quote_named))


def _named(kind: str, read: Callable[[str], str | None]) -> Callable[[str], str]:
    def named(text: str) -> str:
        found = read(text)
        if found is None:
            raise ArgumentTypeError(f"{text!r} is no {kind} that is known here.")
        return found

    return named


def _header_row(text: str) -> int:
    if text.casefold() == "none":
        return NO_HEADER
    if text.isdecimal() and text.isascii() and 0 < len(text) <= 9 and int(text):
        return int(text)
    raise ArgumentTypeError(f"{text} is not the number of a row. Without a header, say none.")


def _exit_code(result: unattended.Result) -> int:
    if result.problem and result.problem.code == "import.interrupted":
        return 130
    by_somebody = result.problem is not None and result.problem.code in {"import.stopped", "import.undone"}
    if by_somebody or plain.status_of(result) == "refused":
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
            self.stderr.write(plain.printable(plain.waiting_sentence(ahead, by=run.created_by)))
        self.is_waiting = ahead is not None
        if self.stderr.isatty() and not ahead:
            done = f"{Counts.of(run).rows:,} of {run.rows:,} rows" if run.status == Status.APPLYING else run.status
            self.stderr.write(f"\r\033[K{plain.printable(run.file_name)}: {done}", ending="" if run.is_moving else "\n")
