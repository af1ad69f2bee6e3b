"""What a person's history, and what is held about them, look like to a script."""

from typing import Any

from rest_framework import serializers

from people.api import examples
from people.api.accounts.shapes import NamedAccount
from people.api.imports.row_shapes import ChangeShape
from people.api.schema import shown_as
from people.person.history import MOST, TOLD
from people.roles import Role


class RowToldShape(serializers.Serializer[Any]):
    """What a row of an import did to the person."""

    import_id = serializers.IntegerField(source="run.pk")
    number = serializers.IntegerField(help_text="The spreadsheet's row number.")
    placed_as = serializers.ChoiceField(
        choices=[*(role.value for role in Role), ""], help_text="The role it gave them there; empty: none."
    )
    made_person = serializers.BooleanField(help_text="Whether it made the person.")
    makes_staff = serializers.BooleanField(
        help_text="Whether it made them department staff of the partner account, too."
    )
    changes = ChangeShape(many=True)
    is_reversed = serializers.BooleanField(help_text="Whether it has been undone.")


class EntryShape(serializers.Serializer[Any]):
    """One thing that happened to a person."""

    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=[*TOLD, "row"], help_text="An event's kind; row: a row of an import did it.")
    by = serializers.CharField(help_text="Whoever did it, by name; empty for whom you don’t know.")
    account = NamedAccount()
    details = serializers.JSONField(help_text="What stood before and after; the keys depend on the kind.")
    row = RowToldShape(allow_null=True)


@shown_as(examples.HISTORY)
class HistoryShape(serializers.Serializer[Any]):
    """What happened to a person."""

    entries = EntryShape(many=True, help_text=f"The newest {MOST}.")


@shown_as(examples.HELD)
class HeldShape(serializers.Serializer[Any]):
    """All that a partner holds about a person. What is in its parts, their names say."""

    organisation = serializers.CharField()
    person = serializers.DictField()
    places = serializers.ListField(child=serializers.DictField())
    invitation = serializers.DictField(allow_null=True)
    rows_of_files = serializers.ListField(child=serializers.DictField())
    changes_of_many_people = serializers.ListField(child=serializers.DictField())
    imports_by_them = serializers.ListField(child=serializers.DictField())
    access_tokens = serializers.ListField(child=serializers.DictField())
    wants_mails_about_imports = serializers.BooleanField()
    record = serializers.ListField(child=serializers.DictField())
