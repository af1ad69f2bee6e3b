"""What a row of an import looks like to a script."""

from typing import Any

from rest_framework import serializers

from people.api import examples
from people.api.imports.shapes import NUMBERS
from people.api.schema import shown_as
from people.outcomes import Reversal


class IssueShape(serializers.Serializer[Any]):
    """Something said about a row: an error fails it, a warning does not."""

    code = serializers.CharField(source="issue.code.value")
    severity = serializers.ChoiceField(choices=["error", "warning"], source="issue.severity.value")
    column = serializers.CharField(source="issue.column", help_text="The field it is about; empty: the whole row.")
    value = serializers.CharField(source="issue.value", help_text="The value it is about, as read.")
    message = serializers.CharField()


class ChangeShape(serializers.Serializer[Any]):
    """One value that the row changed, in words."""

    what = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


@shown_as(examples.ROW)
class RowShape(serializers.Serializer[Any]):
    """One row of the file, what it says, and what became of it."""

    number = serializers.IntegerField(help_text="The spreadsheet's row number; the header is row 1.")
    outcome = serializers.ChoiceField(
        choices=[*NUMBERS, ""],
        help_text="Of an import that is only checked: what would become of it. Empty: not yet known.",
    )
    name = serializers.CharField()
    email = serializers.CharField()
    department = serializers.CharField()
    role = serializers.CharField()
    member_id = serializers.CharField()
    changes = ChangeShape(many=True)
    issues = IssueShape(many=True)
    was = serializers.DictField(
        child=serializers.CharField(), help_text="What the file says in the cells that were corrected, by field."
    )
    left_out = serializers.BooleanField(source="is_left_out", help_text="Whether it is not to come in at all.")
    waits = serializers.BooleanField(help_text="Whether its correction is yet to be taken in, by …/retry/.")
    reversal = serializers.ChoiceField(
        choices=[*(reversal.value for reversal in Reversal), ""],
        help_text="What undoing did about it; empty: nothing was undone.",
    )
    why = serializers.CharField(help_text="Why undoing kept it, or why there was nothing to undo.")
