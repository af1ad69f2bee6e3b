"""What an import looks like to a script."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cerego.sentences import refusal_sentence
from people.api import examples
from people.api.accounts.shapes import NamedAccount
from people.api.imports import offers
from people.api.schema import shown_as
from people.imports.deciding.counts import Counts
from people.imports.deciding.plan import Existing, Invitations, Problems
from people.imports.header.columns import EXACT, letter
from people.imports.pages.ways import Ways
from people.imports.reading.dialect import Dialect
from people.models import Import
from people.models.imports import Status
from people.outcomes import Outcome

NUMBERS: Final = [outcome.value for outcome in Outcome]


class OptionsShape(serializers.Serializer[Any]):
    """How the import goes about people who are there already and rows with problems, and when new people are invited."""

    existing = serializers.ChoiceField(choices=[one.value for one in Existing], default=Existing.UPDATE.value)
    problems = serializers.ChoiceField(choices=[one.value for one in Problems], default=Problems.SKIP.value)
    invitations = serializers.ChoiceField(
        choices=[one.value for one in Invitations],
        default=Invitations.LATER.value,
        help_text="now sends the new people their invitations when the import is done.",
    )


class ColumnShape(serializers.Serializer[Any]):
    """A column of the file."""

    letter = serializers.CharField()
    header = serializers.CharField(allow_blank=True)


class MappingShape(serializers.Serializer[Any]):
    """The letters of the columns that are read."""

    name = serializers.ListField(child=serializers.CharField())
    email = serializers.CharField()
    department_id = serializers.CharField(allow_null=True)
    cerego_role = serializers.CharField(allow_null=True)
    member_id = serializers.CharField(allow_null=True)


class ReadingShape(serializers.Serializer[Any]):
    """How the file is read. What of it is wrong can be sent otherwise, until the import has begun."""

    encoding = serializers.CharField(help_text="Empty for a workbook.")
    delimiter = serializers.CharField(help_text="What stands between cells; empty for a workbook.")
    quote = serializers.CharField(help_text="What stands around cells; empty for a workbook, and where nothing does.")
    header_row = serializers.IntegerField(help_text="0: there is none.")
    sheet = serializers.CharField(help_text="Empty for delimited text.")
    sheets = serializers.ListField(child=serializers.CharField(), help_text="All sheets of the workbook.")
    guessed = serializers.ListField(child=serializers.CharField(), help_text="Which of these are a guess.")


class CountsShape(serializers.Serializer[Any]):
    """Rows by outcome. Of an import that is done, rows = created + updated + unchanged + skipped + failed."""

    rows = serializers.IntegerField(help_text="All rows of the file, as far as they are read.")
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    skipped = serializers.IntegerField()
    failed = serializers.IntegerField()


class UndoneShape(serializers.Serializer[Any]):
    """What undoing did, by rows."""

    reversed = serializers.IntegerField()
    kept = serializers.IntegerField()
    nothing_to_undo = serializers.IntegerField()


class FailureShape(serializers.Serializer[Any]):
    """Why an import failed, and what to do."""

    code = serializers.CharField()
    detail = serializers.CharField()


@shown_as(examples.IMPORT)
class ImportShape(serializers.Serializer[Any]):
    """One run of one file."""

    id = serializers.IntegerField()
    account = NamedAccount()
    status = serializers.ChoiceField(choices=Status.values)
    file_name = serializers.CharField(help_text="What it is called: Added by hand, if its people came without a file.")
    by_hand = serializers.BooleanField(help_text="Whether its people came one by one, not in a file.")
    file_size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()
    created_by = serializers.EmailField(source="by_email", allow_null=True, help_text="Null for whom you don’t know.")
    columns = serializers.SerializerMethodField()
    mapping = serializers.SerializerMethodField()
    options = OptionsShape()
    read_as = serializers.SerializerMethodField(help_text="How the file is written, in words.")
    reading = serializers.SerializerMethodField(help_text="The same for programs.")
    will_start = serializers.BooleanField(
        source="start_when_checked", help_text="Whether it goes on by itself when its check has ended."
    )
    foreseen = serializers.SerializerMethodField(help_text="What the check said would happen; none before its end.")
    counts = serializers.SerializerMethodField(help_text="What has happened so far.")
    undone = serializers.SerializerMethodField()
    failure = serializers.SerializerMethodField()
    can = serializers.SerializerMethodField(
        help_text="What may be asked of it now: the last part of the address to post to."
    )
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.SerializerMethodField(help_text="When its file and rows are deleted; its counts stay.")

    @extend_schema_field(ColumnShape(many=True))
    def get_columns(self, run: Import) -> list[dict[str, str]]:
        return [{"letter": letter(index), "header": header} for index, header in enumerate(run.header)]

    def get_read_as(self, run: Import) -> str:
        return Dialect.from_json(run.dialect).words if run.dialect else ""

    @extend_schema_field(ReadingShape(allow_null=True))
    def get_reading(self, run: Import) -> dict[str, Any] | None:
        return dict(ReadingShape(Dialect.from_json(run.dialect)).data) if run.dialect else None

    @extend_schema_field(MappingShape(allow_null=True))
    def get_mapping(self, run: Import) -> dict[str, Any] | None:
        if not run.mapping:
            return None
        exact = zip([field.value for field in EXACT], ("department", "role", "member"), strict=True)
        letters = {field: _letter(run.mapping.get(name)) for field, name in exact}
        return {"name": [letter(i) for i in run.mapping["name"]], "email": letter(run.mapping["email"]), **letters}

    @extend_schema_field(CountsShape(allow_null=True))
    def get_foreseen(self, run: Import) -> dict[str, int] | None:
        if not run.check_counts or run.status in (Status.UPLOADED, Status.CHECKING):
            return None
        counts = Counts.from_json(run.check_counts)
        return {"rows": counts.rows, **{name: getattr(counts, name) for name in NUMBERS}}

    @extend_schema_field(CountsShape)
    def get_counts(self, run: Import) -> dict[str, int]:
        return {"rows": run.rows, **{name: getattr(run, name) for name in NUMBERS}}

    @extend_schema_field(UndoneShape(allow_null=True))
    def get_undone(self, run: Import) -> dict[str, int] | None:
        if run.status not in (Status.UNDOING, Status.UNDONE) and run.failed_while != Status.UNDOING:
            return None
        return {"reversed": run.reversed, "kept": run.kept, "nothing_to_undo": run.nothing_to_undo}

    @extend_schema_field(FailureShape(allow_null=True))
    def get_failure(self, run: Import) -> dict[str, str] | None:
        if not run.failure_reason:
            return None
        context = {**run.failure_context, "is_undoing": run.failed_while == Status.UNDOING}
        return {"code": run.failure_reason, "detail": refusal_sentence(run.failure_reason, context)}

    @extend_schema_field({"type": "array", "items": {"type": "string", "enum": offers.NAMES}})
    def get_can(self, run: Import) -> list[str]:
        return offers.offered(run)

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_expires_at(self, run: Import) -> str | None:
        at = Ways(run).expires_at
        return serializers.DateTimeField().to_representation(at) if at else None


def _letter(index: int | None) -> str | None:
    return None if index is None else letter(index)
