"""What is stored: users, persons, memberships, imports and their rows, events."""

from people.models.events import Event
from people.models.imports import Import, ImportRow
from people.models.persons import Membership, Person
from people.models.users import User

__all__ = ["Event", "Import", "ImportRow", "Membership", "Person", "User"]
