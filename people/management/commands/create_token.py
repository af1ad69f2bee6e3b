"""Make a personal access token for a script."""

from typing import Any

from django.core.management.base import CommandParser

from people import tokens
from people.imports import unattended
from people.management.scripting import ScriptCommand


class Command(ScriptCommand):
    """Prints the token, once; nobody can look it up later."""

    help = "Makes a personal access token for the API and prints it."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email", metavar="EMAIL", help="the admin as whom it acts")
        parser.add_argument(
            "--account", type=int, required=True, metavar="ID", help="it reaches this account and its departments"
        )
        parser.add_argument("--name", default="command line", metavar="NAME", help="what it is for")
        parser.add_argument("--read-only", action="store_true", help="let it change nothing")
        parser.add_argument(
            "--days", type=int, default=90, metavar="DAYS", help="it ends after so many days; 90 if not told"
        )

    def run(self, **options: Any) -> None:
        account, user = unattended.may_import(account_id=options["account"], email=options["email"])
        token, secret = tokens.create(
            name=options["name"],
            may_write=not options["read_only"],
            days=options["days"],
            account=account,
            by=user,
        )
        if options["json"]:
            self.print_json({"token": secret, "account": account.pk, "expires_at": str(token.expires_at)})
        else:
            self.stdout.write(secret)
