"""What a script sends to begin an import, to match its columns, and to correct its rows."""

from typing import Any, Final

from rest_framework import serializers

from people.api.imports.shapes import OptionsShape
from people.api.schema import sent_as
from people.imports.reading.dialect import NO_HEADER, Choices
from people.imports.reading.wording import delimiter_named, encoding_named, quote_named

_NAMED: Final = {
    "encoding": (encoding_named, "This encoding is not read here. Leave it out, and it is found out."),
    "delimiter": (delimiter_named, "Send comma, semicolon, tab, bar, or the sign itself."),
    "quote": (quote_named, "Send double, single or none, or the sign itself."),
}


class MatchSent(OptionsShape):
    """Which columns hold what, by header, or by letter where the header alone does not tell; and how the file is written, where
    that was not found out rightly.
    """

    name = serializers.ListField(
        child=serializers.CharField(max_length=1000),
        required=False,
        max_length=2,
        help_text="The column of full names; or two, of first and of last names. Left out: the best guess.",
    )
    email = serializers.CharField(
        max_length=1000, required=False, help_text="The column of e-mail addresses. Left out: the best guess."
    )
    encoding = serializers.CharField(required=False, max_length=40, help_text="Such as UTF-8 or Windows-1252.")
    delimiter = serializers.CharField(
        required=False, max_length=20, trim_whitespace=False, help_text="comma, semicolon, tab or bar."
    )
    quote = serializers.CharField(required=False, max_length=20, help_text="double, single or none.")
    header_row = serializers.IntegerField(
        required=False, min_value=0, max_value=10**6, help_text="Its number in the spreadsheet; 0: there is none."
    )
    sheet = serializers.CharField(
        required=False, max_length=200, trim_whitespace=False, help_text="The sheet of a workbook, by its name."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ways of writing are told by any of their usual names."""
        for field, (named, otherwise) in _NAMED.items():
            if field in attrs:
                attrs[field] = named(attrs[field])
                if attrs[field] is None:
                    raise serializers.ValidationError({field: [otherwise]})
        return attrs


@sent_as("First and last names", {"name": ["First name", "Last name"], "email": "Work email"})
class MatchChange(MatchSent):
    """What is to be otherwise about the columns, the options, and how the file is read; what is left out stays."""


@sent_as(
    "Import at once",
    {"file": "people.csv", "name": ["Full name"], "email": "Email", "start": True},
    "multipart/form-data",
)
class UploadSent(MatchSent):
    """A file to import, and how. How it is written is found out, unless it is said."""

    file = serializers.FileField(allow_empty_file=True)
    start = serializers.BooleanField(
        default=False, help_text="true imports as soon as the check has ended; false waits for …/start/."
    )


def choices_of(wanted: dict[str, Any]) -> Choices:
    """How the file is written, as far as it was said."""
    said = {name: wanted.get(name) for name in ("encoding", "delimiter", "quote", "header_row", "sheet")}
    if said["header_row"] == 0:
        said["header_row"] = NO_HEADER
    return Choices(**said)


class CorrectionValues(serializers.Serializer[Any]):
    """What the cells of a row should say, as one would write it in the file; what is left out stays, empty is empty."""

    name = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    email = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    department_id = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    cerego_role = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    member_id = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


@sent_as("Another address", {"values": {"email": "bo.ek@northwind.example"}})
class CorrectionSent(serializers.Serializer[Any]):
    """A correction of one row; it counts from the next …/retry/ on."""

    values = CorrectionValues(required=False)
    leave_out = serializers.BooleanField(default=False, help_text="true: the row is not to come in at all.")
    take_back = serializers.BooleanField(
        default=False, help_text="true: the row says what the file says again; after the import it is not tried yet."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A correction and its end exclude each other."""
        if attrs["take_back"] and (attrs["leave_out"] or attrs.get("values")):
            raise serializers.ValidationError({"take_back": ["Send it alone."]})
        return attrs
