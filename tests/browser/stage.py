"""A partner with all that pages can show: people in every state, imports in every state, departments full and empty."""

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.test import Client

from departments.models import Account, Department, PartnerAccount
from people import bulk
from people.bulk import ACTIONS
from people.models import Bulk, Import, Person, User
from people.models.imports import Status
from people.samples.partners import ADMIN, make_samples, sample_partner, write_sample_file
from tests.factories import make_import, make_person, place
from tests.web.uploads import finish, uploaded, work

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maximiliane Theodora"


@dataclass(frozen=True)
class Stage:
    """What scenes are played on."""

    partner: PartnerAccount
    maths: Account
    empty: Account
    """A department without anybody."""
    mara: User
    person: Person
    checked: Import
    done: Import
    failed: Import
    refused: Bulk
    """A change of many people, some of whom it could not be done for."""
    moving: Bulk

    @classmethod
    def build(cls, folder: Path) -> "Stage":
        """Make it, by the same ways as people do."""
        make_samples()
        partner = sample_partner()
        assert partner is not None
        mara = User.objects.get(email=ADMIN)
        maths, *others = partner.departments.order_by("pk")
        empty = Department.objects.create_department(partner=partner, name="Nobody has chosen this subject yet")
        person = _somebody(maths, others)
        client = Client()
        client.force_login(mara)
        write_sample_file(partner, folder / "try-this.csv")
        data = (folder / "try-this.csv").read_bytes()
        checked = work(uploaded(client, partner, data, name="try-this.csv"))
        done = finish(client, partner, uploaded(client, partner, data, name="staff-autumn.csv"))
        failed = make_import(
            partner, mara, status=Status.FAILED, file_name="broken-off.csv", failure_reason="import.gave_up",
            failure_context={"attempts": 5}, failed_while=Status.CHECKING, rows=12,
        )  # fmt: skip
        failed.file.save("broken-off.csv", ContentFile(data))
        admins = Person.objects.filter(partner=partner, memberships__role="admin").distinct()
        refused = _change(
            partner, mara, Person.objects.filter(pk__in=[*admins.values_list("pk", flat=True), person.pk])
        )
        bulk.work_off(refused.pk)
        moving = _change(partner, mara, Person.objects.filter(partner=partner, deactivated_at=None))
        Bulk.objects.filter(pk=moving.pk).update(changed=121, cursor=0)
        return cls(partner, maths, empty, mara, person, checked, done, failed, refused, moving)

    def at(self, path: str, account: Account | None = None) -> str:
        """An address below an account's, the partner's unless told otherwise."""
        return f"/accounts/{(account or self.partner).pk}/{path}"


def _somebody(maths: Account, others: list[Account]) -> Person:
    person = make_person(maths, LONG_NAME, email=f"{'m' * 50}@{'x' * 40}.northwind.example", member_id="A" * 40)
    for number, other in enumerate(others):
        place(person, other, member_id=f"N-{number}")
    return person


def _change(partner: Account, by: User, people: QuerySet[Person]) -> Bulk:
    action, key = ACTIONS["deactivate"], uuid4()
    return bulk.ask(action=action, people=people, account=partner, options={}, key=key, by=by)
