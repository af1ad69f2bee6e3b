"""A partner account with 40 departments and an admin, who uploads the generated staff lists."""

from dataclasses import dataclass
from typing import Final

from departments.models import Department, PartnerAccount
from people.models import Membership, User
from people.roles import Role
from people.services import create_person

DEPARTMENTS: Final = 40


@dataclass(frozen=True)
class Organisation:
    """One partner. Its accounts outlive :func:`tests.benchmarks.place.empty`, its admin does not."""

    partner: PartnerAccount
    departments: tuple[int, ...]

    @classmethod
    def found(cls, name: str) -> "Organisation":
        """Make one."""
        partner = PartnerAccount.objects.create_partner(name=name)
        made = [
            Department.objects.create_department(partner=partner, name=f"Department {number + 1}")
            for number in range(DEPARTMENTS)
        ]
        return cls(partner, tuple(department.pk for department in made))

    @property
    def prefix(self) -> str:
        """What its people's domains begin with: partners have no address in common."""
        return f"p{self.partner.pk}-"

    def admin(self) -> User:
        """The one who uploads; made when there is none."""
        email = f"admin@{self.prefix}office.example"
        user = User.objects.filter(email=email).first()
        if user:
            return user
        user = User.objects.create_user(email)
        person = create_person(partner_id=self.partner.pk, user=user, full_name="Admin")
        Membership.objects.create(
            partner_id=self.partner.pk, person=person, account_id=self.partner.pk, role=Role.ADMIN.value
        )
        return user
