"""A row of a staff list as the peers read it: the same rules, as short as one would write them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from people.folding import search_text, sort_key
from people.models import Membership, Person, User
from people.roles import STAFF_ROLES, Role
from tests.benchmarks.organisation import Organisation


@dataclass(frozen=True)
class PeerRow:
    """What a row says, if it is good."""

    name: str
    email: str
    account: int
    role: str
    member_id: str

    @classmethod
    def read(cls, cells: Mapping[str, str], organisation: Organisation) -> "PeerRow":
        """Raises ValidationError for a row that has to fail."""
        name, email = cells["Full name"].strip(), cells["Email"].strip().lower()
        validate_email(email)
        account = int(cells["department_id"] or organisation.partner.pk)
        if not name or account not in {organisation.partner.pk, *organisation.departments}:
            raise ValidationError("No name, or no such department.")
        role = cells["cerego_role"] if cells["cerego_role"] in {*STAFF_ROLES} else Role.LEARNER
        return cls(name, email, account, str(role), cells["member_id"].strip())

    def save_person(self, organisation: Organisation) -> Person:
        """The user and the person of this row, made or brought up to date, one after the other."""
        partner = organisation.partner.pk
        user, _ = User.objects.get_or_create(email=self.email, defaults={"password": make_password(None)})
        person, _ = Person.objects.update_or_create(
            partner_id=partner,
            user=user,
            defaults={
                "full_name": self.name,
                "email": self.email,
                "sort_key": sort_key(self.name),
                "search_text": search_text(self.name, self.email),
            },
        )
        if self.role != Role.LEARNER and self.account != partner:
            staff = {"partner_id": partner, "role": Role.DEPARTMENT_STAFF.value}
            Membership.objects.get_or_create(person=person, account_id=partner, defaults=staff)
        return person
