"""What a script sends to add and change people and their places, and to choose among them."""

from typing import Any, Final

from rest_framework import serializers

from people.adding.form import MOST
from people.api.people.shapes import STATUSES
from people.api.schema import sent_as
from people.listing.filters import SORT_WORDS
from people.roles import ROLE_WORDS, Role

CHOSEN_ROLES: Final = [role.value for role in Role if role is not Role.DEPARTMENT_STAFF]
_MOST_ID: Final = 2**53


@sent_as("A teacher", {"account_id": 12, "role": "course_manager", "member_id": "T-0042"})
class MembershipSent(serializers.Serializer[Any]):
    """A place to give somebody."""

    account_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    role = serializers.ChoiceField(choices=CHOSEN_ROLES, default=Role.LEARNER.value)
    member_id = serializers.CharField(max_length=100, allow_blank=True, default="")


@sent_as("Another role", {"role": "learner"})
class MembershipChange(serializers.Serializer[Any]):
    """What is to be otherwise about a place; what is left out stays."""

    role = serializers.ChoiceField(choices=CHOSEN_ROLES, required=False)
    member_id = serializers.CharField(max_length=100, allow_blank=True, required=False)


@sent_as("A married name", {"full_name": "Åsa Öberg-Lund"})
class PersonChange(serializers.Serializer[Any]):
    """What is to be otherwise about a person; what is left out stays."""

    full_name = serializers.CharField(max_length=200, required=False)
    email = serializers.CharField(max_length=254, required=False)
    active = serializers.BooleanField(
        required=False, help_text="false deactivates the person, true lets them in again."
    )


class NewPersonSent(serializers.Serializer[Any]):
    """Somebody to be added."""

    full_name = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        default="",
        help_text="Left out: the name they have here already, or one made of the address.",
    )
    email = serializers.CharField(max_length=254)
    member_id = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")


@sent_as(
    "Two teachers",
    {
        "people": [
            {"full_name": "Ada Lovelace", "email": "ada@northwind.example", "member_id": "T-0042"},
            {"email": "alan.turing@northwind.example"},
        ],
        "role": "course_manager",
    },
)
class NewPeopleSent(serializers.Serializer[Any]):
    """A few people to be added, and where all of them go; more come by a file."""

    people = serializers.ListField(child=NewPersonSent(), min_length=1, max_length=MOST)
    department_id = serializers.IntegerField(
        min_value=1, max_value=_MOST_ID, required=False, allow_null=True, help_text="Left out: the account itself."
    )
    role = serializers.ChoiceField(choices=CHOSEN_ROLES, default=Role.LEARNER.value)


class PeopleChosen(serializers.Serializer[Any]):
    """The people list's search and filters."""

    q = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="Every word is in the name, the address or a member ID.",
    )
    role = serializers.MultipleChoiceField(choices=[role.value for role in ROLE_WORDS], required=False)
    status = serializers.MultipleChoiceField(choices=STATUSES, required=False)
    department = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=_MOST_ID), required=False, max_length=200
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``import`` is a word of Python's."""
        by_import = serializers.IntegerField(
            min_value=1,
            max_value=_MOST_ID,
            required=False,
            help_text="Only people whom this import brought or confirmed.",
        )
        return {**super().get_fields(), "import": by_import}


class PeopleAsked(PeopleChosen):
    """The people list's search, filters and sort; its pages are as long as the People page's."""

    sort = serializers.ChoiceField(choices=list(SORT_WORDS), default="name")
    cursor = serializers.CharField(
        required=False, help_text="From the “next” of the page before; it fits that list only."
    )
