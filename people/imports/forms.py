"""The forms of the import pages."""

from collections import Counter
from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Any

from django import forms

from people.imports.deciding.plan import Existing, Invitations, Options, Problems
from people.imports.matching.mapping import Mapping, build, labels

ACCEPTED = ".csv,.tsv,.txt,.xlsx"
"""The file types the file chooser offers; what a file is, its bytes say."""


class UploadForm(forms.Form):
    """A file to be imported."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "drop-zone__input"}),
        error_messages={"required": "Choose a file first."},
    )


class MatchForm(forms.Form):
    """What the columns of a file mean, and how to go about it (R1, R17, R28, R31)."""

    name = forms.TypedChoiceField(coerce=int, error_messages={"required": "Choose the column with the full names."})
    last_name = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    email = forms.TypedChoiceField(
        coerce=int, error_messages={"required": "Choose the column with the e-mail addresses."}
    )
    existing = forms.ChoiceField(
        choices=[
            (Existing.UPDATE.value, "Add new people and update existing ones"),
            (Existing.ADD_ONLY.value, "Only add new people"),
        ],
        widget=forms.RadioSelect,
    )
    problems = forms.ChoiceField(
        choices=[
            (Problems.SKIP.value, "Skip rows with problems"),
            (Problems.STOP.value, "Stop if any row has a problem"),
        ],
        widget=forms.RadioSelect,
    )

    invitations = forms.ChoiceField(
        choices=[
            (Invitations.LATER.value, "Later"),
            (Invitations.NOW.value, "Send invitations now, as soon as the import is done"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        header: Sequence[str],
        initial: dict[str, Any] | None = None,
        left_out: Collection[int] = (),
    ) -> None:
        """``left_out``: the columns that need not be offered, because there is nothing in them."""
        super().__init__(data, initial=initial)
        self.header = header
        columns = [choice for choice in _column_choices(header) if choice[0] not in left_out]
        self.fields["name"].choices = [("", "Choose a column"), *columns]  # type: ignore[attr-defined]
        self.fields["email"].choices = [("", "Choose a column"), *columns]  # type: ignore[attr-defined]
        self.fields["last_name"].choices = [("", "The whole name is in one column"), *columns]  # type: ignore[attr-defined]

    @property
    def shape(self) -> str:
        """Stands for the header that the choices are about, so that it is known when they are about another."""
        return sha256(repr(list(self.header)).encode()).hexdigest()[:16]

    @property
    def is_outdated(self) -> bool:
        """Whether what was sent is about another header: the file is read otherwise since that page was loaded."""
        return self.data.get("shape", self.shape) != self.shape

    def mapping(self) -> Mapping:
        """The mapping chosen; raises Refused when it can't be (R1, R5). Call it on a valid form."""
        chosen = [self.cleaned_data["name"], self.cleaned_data["last_name"]]
        return build(
            self.header, name=[index for index in chosen if index is not None], email=self.cleaned_data["email"]
        )

    def options(self) -> Options:
        """The options chosen. Call it on a valid form."""
        return Options(
            Existing(self.cleaned_data["existing"]),
            Problems(self.cleaned_data["problems"]),
            Invitations(self.cleaned_data["invitations"] or Invitations.LATER),
        )


def _column_choices(header: Sequence[str]) -> list[tuple[int, str]]:
    """The columns by their headers; by their letters too where the header alone does not tell which is meant (R5)."""
    how_often = Counter(name.casefold() for name in header)
    return [
        (index, name if name and how_often[name.casefold()] == 1 else label)
        for index, (name, label) in enumerate(zip(header, labels(header), strict=True))
    ]
