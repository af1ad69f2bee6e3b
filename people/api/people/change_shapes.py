"""A change of many people: what a script sends to ask for it, and what becomes of it."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cerego.sentences import refusal_sentence
from people.api import examples
from people.api.people.sent import CHOSEN_ROLES, PeopleChosen
from people.api.schema import sent_as, shown_as
from people.bulk import ACTIONS
from people.models import Bulk, BulkPerson

_MOST: Final = 10_000
_MOST_ID: Final = 2**53
_TOLD: Final = 100


@sent_as("Another role for two", {"action": "role", "person_ids": [40, 41], "account_id": 12, "role": "course_viewer"})
class PeopleChangeSent(serializers.Serializer[Any]):
    """What is to be done, and to whom: to the people named, or to all whom a filter chooses; ``{}`` chooses all."""

    action = serializers.ChoiceField(
        choices=list(ACTIONS), help_text="All but role, remove and invite are for a partner account."
    )
    person_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=_MOST_ID), required=False, min_length=1, max_length=_MOST
    )
    filter = PeopleChosen(required=False)
    account_id = serializers.IntegerField(
        min_value=1, max_value=_MOST_ID, required=False, help_text="Where; of role, add and remove."
    )
    role = serializers.ChoiceField(choices=CHOSEN_ROLES, required=False, help_text="Of role and add.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Nobody is changed because something was left out."""
        if ("person_ids" in attrs) == ("filter" in attrs):
            raise serializers.ValidationError({"person_ids": ["Send either “person_ids” or “filter”."]})
        return attrs


class LeftShape(serializers.Serializer[Any]):
    """Somebody for whom it could not be done."""

    person_id = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()


@shown_as(examples.PEOPLE_CHANGE)
class PeopleChangeShape(serializers.Serializer[Any]):
    """A change of many people. When it has ended, people = changed + unchanged + refused, unless there is a failure."""

    id = serializers.IntegerField()
    action = serializers.ChoiceField(choices=list(ACTIONS))
    account_id = serializers.IntegerField(source="options.account", allow_null=True, default=None)
    role = serializers.CharField(source="options.role", allow_null=True, default=None)
    people = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField(help_text="Who was as they should be already.")
    refused = serializers.IntegerField()
    refusals = serializers.SerializerMethodField(help_text=f"The first {_TOLD} of those refused, and why.")
    failure = serializers.SerializerMethodField(help_text="Why it ended before its time; empty: it did not.")
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(LeftShape(many=True))
    def get_refusals(self, change: Bulk) -> list[dict[str, Any]]:
        refused = BulkPerson.objects.filter(bulk=change, outcome=BulkPerson.Outcome.REFUSED).order_by("person_id")
        return [
            {"person_id": one.person_id, "code": one.reason, "detail": refusal_sentence(one.reason, one.context)}
            for one in refused[:_TOLD]
        ]

    def get_failure(self, change: Bulk) -> str:
        return refusal_sentence(change.failure_reason, {}) if change.failure_reason else ""
