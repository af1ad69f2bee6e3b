"""The peer that one takes: django-import-export, with its settings for speed (bulk writes, no differences, no reports).

A resource makes one kind of thing, the membership; user and person are made before each row. What its admin page does before,
the same once more as a dry run, is not in the time. Import this only after the packages are available.
"""

from typing import Any

from django.core.exceptions import ValidationError
from import_export import fields, resources, widgets
from tablib import Dataset

from people.models import Membership
from tests.benchmarks.organisation import Organisation
from tests.benchmarks.peers.rows import PeerRow
from tests.benchmarks.sheets import Sheet


class StaffResource(resources.ModelResource):
    """Memberships, known by person and account."""

    person = fields.Field(attribute="person_id", column_name="person_id", widget=widgets.IntegerWidget())
    account = fields.Field(attribute="account_id", column_name="account_id", widget=widgets.IntegerWidget())
    role = fields.Field(attribute="role", column_name="role", widget=widgets.CharWidget())
    member_id = fields.Field(attribute="member_id", column_name="member_id", widget=widgets.CharWidget())

    class Meta:
        model = Membership
        fields = ("person", "account", "role", "member_id")
        import_id_fields = ("person", "account")
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        report_skipped = False

    def __init__(self, organisation: Organisation) -> None:
        super().__init__()
        self.organisation = organisation
        self.seen: set[tuple[int, int]] = set()

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        for column in ("person_id", "account_id", "role"):
            dataset.append_col([""] * len(dataset), header=column)

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        said = PeerRow.read(row, self.organisation)
        person = said.save_person(self.organisation)
        if (person.pk, said.account) in self.seen:
            raise ValidationError("Twice in the file: in bulk, that would cost the whole batch.")
        self.seen.add((person.pk, said.account))
        row.update(person_id=person.pk, account_id=said.account, role=said.role, member_id=said.member_id)

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        instance.partner_id = self.organisation.partner.pk


def put(sheet: Sheet) -> None:
    """Put a staff list in, leaving out the rows that have errors."""
    with sheet.path.open(encoding="utf-8", newline="") as file:
        dataset = Dataset().load(file, format="csv")
    result = StaffResource(sheet.organisation).import_data(dataset, dry_run=False, use_transactions=True)
    if result.base_errors:
        raise RuntimeError(str(result.base_errors[0].error))
