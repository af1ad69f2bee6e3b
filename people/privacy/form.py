"""The form that removes a person for good."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from people.models import Person


class EraseForm(forms.Form):
    """Their address, typed: so that nobody is removed by a click that was meant for somebody else."""

    email = forms.CharField(
        label="Their e-mail address",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Type their e-mail address to confirm."},
    )

    def __init__(self, data: QueryDict | None, *, person: Person) -> None:
        super().__init__(data)
        self.person = person
        self.fields["email"].help_text = f"Type {person.email} to confirm."

    def clean_email(self) -> str:
        """The very address."""
        typed: str = self.cleaned_data["email"]
        if typed.strip().lower() != self.person.email:
            raise ValidationError(f"That is not their address. Type {self.person.email} to confirm.")
        return typed
