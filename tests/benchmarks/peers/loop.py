"""The peer that one writes by hand: a loop of update_or_create over the rows, in one transaction."""

import csv

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Membership
from tests.benchmarks.peers.rows import PeerRow
from tests.benchmarks.sheets import Sheet


@transaction.atomic
def put(sheet: Sheet) -> None:
    """Put a staff list in, leaving out the rows that have errors."""
    organisation = sheet.organisation
    with sheet.path.open(encoding="utf-8", newline="") as file:
        for cells in csv.DictReader(file):
            try:
                row = PeerRow.read(cells, organisation)
            except ValidationError:
                continue
            Membership.objects.update_or_create(
                person=row.save_person(organisation),
                account_id=row.account,
                defaults={
                    "partner_id": organisation.partner.pk,
                    "role": row.role,
                    "member_id": row.member_id,
                },
            )
