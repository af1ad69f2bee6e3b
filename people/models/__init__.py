"""What is stored: users, persons, memberships, imports with rows, corrections, letters, events, kept counts, changes of many; and
addresses of the removed, while they are looked for.
"""

from people.models.access import AccessToken, Answer
from people.models.bulk import Bulk, BulkPerson
from people.models.corrections import ImportCorrection
from people.models.erased import ErasedAddress
from people.models.events import Event
from people.models.headcounts import Headcount
from people.models.import_rows import ImportRow
from people.models.imports import Import
from people.models.invitations import Invitation
from people.models.letters import ImportLetter
from people.models.persons import Membership, Person
from people.models.sign_in import PasswordRequest
from people.models.users import User

__all__ = [
    "AccessToken",
    "Answer",
    "Bulk",
    "BulkPerson",
    "ErasedAddress",
    "Event",
    "Headcount",
    "Import",
    "ImportCorrection",
    "ImportLetter",
    "ImportRow",
    "Invitation",
    "Membership",
    "PasswordRequest",
    "Person",
    "User",
]
