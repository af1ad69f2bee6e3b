"""What the commands that scripts call have in common."""

import json
import traceback
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cerego.errors import Refused
from cerego.health import without_connection
from cerego.sentences import refusal_sentence


class ScriptCommand(BaseCommand):
    """A command that takes ``--json``, and refuses with one sentence on stderr and exit code 2.

    With ``--json`` exactly one object goes to stdout, for refusals and wrong arguments too. ``run`` is to be overridden; it
    may raise :class:`Refused`.
    """

    requires_system_checks = ()  # They are for whoever changes the code, and take a second.

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object, for scripts")

    def run(self, **options: Any) -> None:
        """Do what the command is for."""
        raise NotImplementedError

    def refusal_json(self, problem: dict[str, str]) -> dict[str, Any]:
        """The object that tells of a refusal."""
        return {"problem": problem}

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            self.run(**options)
        except Refused as refusal:
            self._refuse(refusal.code, refusal_sentence(refusal.code, refusal.context), as_json=options["json"])

    def print_json(self, value: dict[str, Any]) -> None:
        """Print the one object; in ASCII, which every terminal and pipe can take."""
        self.stdout.write(json.dumps(value))

    def run_from_argv(self, argv: list[str]) -> None:
        if "--json" in argv:
            try:  # A dry run: where nobody has called it from a command line, a parser raises its errors.
                self.create_parser(argv[0], argv[1]).parse_args(argv[2:])
            except CommandError as error:
                self._refuse("arguments.invalid", str(error).removeprefix("Error: "), as_json=True)
        try:
            super().run_from_argv(argv)
        except (
            Exception
        ) as error:  # Not refused but broken; told apart from 1 and 2, which say what became of the rows.
            self.stderr.write(without_connection(error) or traceback.format_exc())
            if "--json" in argv:
                message = "Something is broken; what it was stands on stderr. Nothing is lost: run the command again."
                self.print_json(self.refusal_json({"code": "broken", "message": message}))
            raise SystemExit(3) from None

    def _refuse(self, code: str, message: str, *, as_json: bool) -> NoReturn:
        if as_json:
            self.print_json(self.refusal_json({"code": code, "message": message}))
        else:
            self.stderr.write(message)
        raise SystemExit(2)
