"""The forms of the department pages."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cerego.errors import Refused
from cerego.sentences import refusal_sentence
from departments.models import Account


class DepartmentForm(forms.Form):
    """A department's name, which no other live department of the partner has."""

    name = forms.CharField(
        label="Name of the department",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter a name for the department.",
            "max_length": "The name is too long: keep it to 200 characters.",
        },
    )

    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    """The name that was on the page."""

    def __init__(self, *args: Any, partner: Account, department: Account | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = partner.departments.live()
        if department:
            self.others = self.others.exclude(pk=department.pk)

    def clean_name(self) -> str:
        """The name without repeated blanks, in the form in which equal names are equal."""
        name = " ".join(unicodedata.normalize("NFC", self.cleaned_data["name"]).split())
        if any(unicodedata.category(character) in ("Cc", "Cf") for character in name):
            raise ValidationError("The name has characters that can't be seen. Type it anew.")
        if taken := self.others.filter(name__iexact=name).values_list("name", flat=True).first():
            raise ValidationError(f"There is a department called {taken} already. Choose another name.")
        return name

    def refuse(self, refusal: Refused) -> None:
        """Say why what it asks for was refused. Who is told of another name has seen it: the next time goes."""
        if refusal.code == "department.changed":
            self.data = {"name": self.data.get("name", ""), "seen": refusal.context["name"]}
        self.add_error("name", refusal_sentence(refusal.code, refusal.context))
