"""What accounts, departments and events look like to a script; and what it sends to make or rename a department."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from departments.models import Account
from people.api import examples
from people.api.base import PageAsked
from people.api.schema import sent_as, shown_as
from people.auditing.kinds import GROUPS
from people.models.events import EventKind


@shown_as(examples.ACCOUNT)
class AccountShape(serializers.Serializer[Any]):
    """A partner account or a department."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.SerializerMethodField(help_text="A partner account, or a department of one.")
    created_at = serializers.DateTimeField()

    @extend_schema_field({"type": "string", "enum": ["partner", "department"]})
    def get_kind(self, account: Account) -> str:
        return "partner" if account.is_partner else "department"


class NamedAccount(serializers.Serializer[Any]):
    """An account, to be told by its name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


@shown_as(examples.DEPARTMENT)
class DepartmentShape(serializers.Serializer[Any]):
    """A department; its id is what the column department_id means."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    created_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)


@sent_as("A department", {"name": "Mathematics"})
class DepartmentSent(serializers.Serializer[Any]):
    """A department's name; no other live department of the partner has it."""

    name = serializers.CharField(min_length=1, max_length=200)


@shown_as(examples.EVENT)
class EventShape(serializers.Serializer[Any]):
    """One thing that somebody did, or that an import did."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=EventKind.values)
    by = serializers.EmailField(source="by_email", allow_null=True, help_text="Null too for whom you don’t know.")
    account_id = serializers.IntegerField()
    person_id = serializers.IntegerField(allow_null=True)
    import_id = serializers.IntegerField(source="import_run_id", allow_null=True)
    details = serializers.JSONField(help_text="What stood before and after; the keys depend on the kind.")


class EventsAsked(PageAsked):
    """Which events: the filters of the Activity page."""

    kind = serializers.ChoiceField(choices=list(GROUPS), required=False, help_text="Kinds of one group only.")
    who = serializers.CharField(
        required=False, max_length=200, help_text="Every word is in the name or the address of whoever did it."
    )
    since = serializers.DateField(required=False, help_text="The first day.")
    until = serializers.DateField(required=False, help_text="The last day; all of it.")


class DepartmentsAsked(PageAsked):
    """Which departments."""

    q = serializers.CharField(
        required=False, max_length=200, help_text="Every word is in the name, or it is the department’s id."
    )
    archived = serializers.BooleanField(
        default=False, help_text="true: those that were archived, the last one first; else those that were not."
    )
