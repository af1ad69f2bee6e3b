"""Make a department of a partner account."""

from typing import Any

from django.core.management.base import CommandParser

from cerego.errors import Refused
from departments.models import PartnerAccount
from departments.services import create_department
from people.management.scripting import ScriptCommand


class Command(ScriptCommand):
    """Prints the new id, which is what the column department_id holds."""

    help = "Makes a department of a partner account."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("partner_id", type=int, metavar="PARTNER_ID", help="the partner account's id")
        parser.add_argument("name", metavar="NAME", help="the department's name")

    def run(self, **options: Any) -> None:
        partner = PartnerAccount.objects.filter(pk=options["partner_id"], archived_at=None).first()
        if partner is None:
            raise Refused("partner.unknown", value=options["partner_id"])
        department = create_department(partner=partner, name=options["name"], by=None)
        if options["json"]:
            self.print_json({"id": department.pk, "name": department.name, "partner": department.partner_id})
        else:
            self.stdout.write(f"{department.name} is department {department.pk}.")
