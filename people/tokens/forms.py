"""The form of a new token."""

from typing import Final
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from departments.models import Account

LASTS: Final = [(7, "7 days"), (30, "30 days"), (90, "90 days"), (180, "180 days"), (366, "A year")]
READ: Final = "read"
WRITE: Final = "write"


class _AccountChoice(forms.ModelChoiceField):
    """Departments are told with their partner: somebody may administer several."""

    def label_from_instance(self, account: Account) -> str:
        return account.name if account.is_partner else f"{account.name} ({account.partner.name})"


class TokenForm(forms.Form):
    """What the token is for, what it may do, where, and for how long."""

    name = forms.CharField(
        label="What it is for",
        help_text="Such as the script that uses it, so that you know it again.",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say what it is for."},
    )
    scope = forms.ChoiceField(
        label="What it may do",
        choices=[(READ, "Read"), (WRITE, "Read and change")],
        initial=READ,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it may do."},
    )
    account = _AccountChoice(
        queryset=Account.objects.none(),
        label="Where",
        required=False,
        empty_label="All accounts that I administer",
        error_messages={"invalid_choice": "Choose one of your accounts."},
    )
    days = forms.TypedChoiceField(label="It ends after", choices=LASTS, coerce=int, initial=90)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, accounts: QuerySet[Account]) -> None:
        super().__init__(data, initial={"key": uuid4()})
        self.fields["account"].queryset = accounts.select_related("partner")  # type: ignore[attr-defined]

    @property
    def may_write(self) -> bool:
        """Whether the token may change things."""
        return bool(self.cleaned_data["scope"] == WRITE)
