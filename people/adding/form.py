"""The form of 'Add people'."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cerego.errors import Refused
from cerego.sentences import refusal_sentence
from departments.models import Account
from people.adding.lines import TypedPerson, read_line
from people.person.forms import ROLES
from people.roles import Role

MOST: Final = 200
"""So many lines; more come by a file."""


class AddPeopleForm(forms.Form):
    """Lines of people, and where all of them go."""

    people = forms.CharField(
        label="People",
        help_text="One person a line: Ann Arbor <ann@example.org>, two cells of a spreadsheet, or the address alone.",
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type at least one address."},
    )
    department = forms.TypedChoiceField(
        label="Where",
        coerce=int,
        error_messages={"required": "Choose where they go.", "invalid_choice": "Choose where they go."},
    )
    role = forms.TypedChoiceField(label="Role", coerce=Role, choices=ROLES, initial=Role.LEARNER.value)

    def __init__(self, data: QueryDict | None, *, account: Account, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["department"].choices = [(account.pk, account.name), *account.live_departments]  # type: ignore[attr-defined]

    def clean_people(self) -> list[TypedPerson]:
        """The people; each line that is none of them is named, with what is wrong with it."""
        lines = [
            (number, line) for number, line in enumerate(self.cleaned_data["people"].splitlines(), 1) if line.strip()
        ]
        if len(lines) > MOST:
            raise ValidationError(f"These are {len(lines):,} lines, more than {MOST}. Upload them as a file instead.")
        people, wrong = [], []
        for number, line in lines:
            try:
                person = read_line(line)
            except Refused as refusal:
                wrong.append(f"Line {number}: {refusal_sentence(refusal.code, refusal.context)}")
                continue
            if person is None:
                wrong.append(
                    f"Line {number}: “{line.strip()[:80]}” is not a name with an address. Write: Ann Arbor <ann@example.org>"
                )
            else:
                people.append(person)
        if wrong:
            raise ValidationError(wrong)
        return people
