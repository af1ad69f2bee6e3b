"""Make a partner account with its first admin."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from people.links import set_password_link
from people.management.scripting import ScriptCommand
from people.services import create_partner


class Command(ScriptCommand):
    """Prints the new id, and the link by which the admin sets a password unless they have one."""

    help = "Makes a partner account with its first admin."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("name", metavar="NAME", help="the organisation's name")
        parser.add_argument("--admin", required=True, metavar="EMAIL", help="the first admin's e-mail address")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the admin's password from standard input"
        )

    def run(self, **options: Any) -> None:
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else None
        partner, admin = create_partner(name=options["name"], admin_email=options["admin"], by=None, password=password)
        link = None if admin.has_usable_password() else set_password_link(admin)
        if options["json"]:
            self.print_json({"id": partner.pk, "name": partner.name, "admin": admin.email, "link": link})
            return
        self.stdout.write(f"{partner.name} is partner account {partner.pk}, and {admin.email} its admin.")
        if link:
            days = settings.PASSWORD_RESET_TIMEOUT // 86_400
            self.stdout.write(f"They set their password here, within {days} day{'' if days == 1 else 's'}: {link}")
        elif password is None or not admin.check_password(password):
            self.stdout.write("They had a password already, and keep it.")
