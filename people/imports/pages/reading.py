"""How a file is read, as a form: what was found out or chosen, and what else it can be."""

from typing import Any, Final

from django import forms

from people.imports.reading.dialect import NO_HEADER, Choices, Dialect
from people.imports.reading.wording import DELIMITERS, ENCODINGS, QUOTES, delimiter_words
from people.imports.report import shown

_OF_TEXT: Final = ("encoding", "delimiter", "quote")


class ReadingForm(forms.Form):
    """How a file is to be read."""

    encoding = forms.ChoiceField(choices=list(ENCODINGS.items()))
    delimiter = forms.ChoiceField(label="Between cells")
    quote = forms.ChoiceField(label="Around cells", choices=list(QUOTES.items()), required=False)
    sheet = forms.ChoiceField()
    header_row = forms.IntegerField(label="Header", min_value=0, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, dialect: Dialect) -> None:
        super().__init__(data, initial={name: getattr(dialect, name) for name in self.base_fields})
        self.dialect = dialect
        delimiters = {**DELIMITERS, dialect.delimiter: delimiter_words(dialect.delimiter)}
        rows = {number: f"Row {number}: {shown(text)}" for number, text in dialect.beginning}
        here = {dialect.header_row: f"Row {dialect.header_row}"} if dialect.header_row != NO_HEADER else {}
        self.fields["delimiter"].choices = list(delimiters.items())  # type: ignore[attr-defined]
        self.fields["sheet"].choices = _sheets(dialect)  # type: ignore[attr-defined]
        self.fields["header_row"].widget = forms.Select(
            choices=[*sorted((here | rows).items()), (NO_HEADER, "There is none")]
        )
        for name in _OF_TEXT if dialect.kind == "xlsx" else ("sheet",):
            del self.fields[name]

    def choices(self) -> Choices:
        """What is to be otherwise than it is. Call it on a valid form."""
        sent = {name: value for name, value in self.cleaned_data.items() if name in self.data}
        return Choices(**{name: value for name, value in sent.items() if value != getattr(self.dialect, name)})


def _sheets(dialect: Dialect) -> list[tuple[str, str]]:
    """The sheets, each with how many rows have something in them, where that is known."""
    known = dict(zip(dialect.sheets, dialect.sheet_rows, strict=False))
    return [
        (name, f"{shown(name)} · " + ", ".join(_about_sheet(known.get(name), is_hidden=name in dialect.hidden)))
        if name in known or name in dialect.hidden
        else (name, shown(name))
        for name in dialect.sheets
    ]


def _about_sheet(rows: int | None, *, is_hidden: bool) -> list[str]:
    count = [] if rows is None else [f"{rows:,} row" + ("" if rows == 1 else "s")]
    return ["hidden", *count] if is_hidden else count
