"""The forms of the person page. What their values may be, the writes behind them say; a refusal goes to its field."""

from collections.abc import Callable
from typing import Final

from django import forms
from django.http import QueryDict

from cerego.errors import Refused
from cerego.sentences import refusal_sentence
from departments.models import Account
from people.models import Membership, Person
from people.roles import ROLE_WORDS, Role
from people.values import email_from, name_from

ROLES: Final = [(role.value, words) for role, words in ROLE_WORDS.items() if role is not Role.DEPARTMENT_STAFF]
"""The roles that somebody can choose."""
_PLAIN: Final = {"autocomplete": "off", "spellcheck": "false"}


class RefusableForm(forms.Form):
    """A form that can say why what it asks for was refused."""

    fields_refused: dict[str, str] = {}  # noqa: RUF012 (a constant of each form)
    """By the first word of a refusal's code, the field that it is about."""

    def refuse(self, refusal: Refused) -> None:
        """Say it at the field it is about, or above all. Who is told of changes since has seen them: the next time goes."""
        if refusal.code.endswith(".changed"):
            seen = {name: self.initial[name] for name in self.fields if name.startswith("seen_")}
            self.data = {name: self.data.get(name, "") for name in self.fields} | seen
        field = self.fields_refused.get(refusal.code.partition(".")[0])
        self.add_error(field, refusal_sentence(refusal.code, refusal.context))


def _checked(read: Callable[[str], str], typed: str) -> str:
    try:
        read(typed)
    except Refused as refusal:
        raise forms.ValidationError(refusal_sentence(refusal.code, refusal.context)) from refusal
    return typed


class PersonForm(RefusableForm):
    """A person's name and address, and what they were on the page."""

    full_name = forms.CharField(
        label="Name",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "The name is missing. Fill it in."},
    )
    email = forms.CharField(
        label="E-mail address",
        widget=forms.EmailInput(attrs=_PLAIN),
        error_messages={"required": "The e-mail address is missing. Fill it in."},
    )
    seen_name = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    seen_email = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    fields_refused = {"name": "full_name", "email": "email"}  # noqa: RUF012

    def __init__(self, data: QueryDict | None, *, person: Person) -> None:
        seen = {"seen_name": person.full_name, "seen_email": person.email}
        super().__init__(data, initial={"full_name": person.full_name, "email": person.email, **seen})

    def clean_full_name(self) -> str:
        """What was typed, if it can be a name: so that what is wrong with both fields is said at once."""
        return _checked(name_from, self.cleaned_data["full_name"])

    def clean_email(self) -> str:
        """What was typed, if it can be an address."""
        return _checked(email_from, self.cleaned_data["email"])

    @property
    def seen(self) -> tuple[str, str]:
        """The name and the address that whoever sends it has seen."""
        return self.cleaned_data["seen_name"], self.cleaned_data["seen_email"]


class PlaceForm(RefusableForm):
    """A person's role and member ID in one account, and what they were on the page."""

    role = forms.TypedChoiceField(label="Role", coerce=Role)
    member_id = forms.CharField(label="Member ID", required=False, widget=forms.TextInput(attrs=_PLAIN))
    seen_role = forms.TypedChoiceField(
        choices=[(role.value, role.value) for role in Role], coerce=Role, widget=forms.HiddenInput
    )
    seen_member_id = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    fields_refused = {"role": "role", "member_id": "member_id"}  # noqa: RUF012

    def __init__(self, data: QueryDict | None, *, membership: Membership) -> None:
        values = {"role": membership.role, "member_id": membership.member_id}
        seen = {f"seen_{name}": value for name, value in values.items()}
        super().__init__(data, initial=values | seen, auto_id=f"place-{membership.account_id}-%s")
        is_staff = membership.role == Role.DEPARTMENT_STAFF
        own = [(Role.DEPARTMENT_STAFF.value, ROLE_WORDS[Role.DEPARTMENT_STAFF])] if is_staff else []
        self.fields["role"].choices = own + ROLES  # type: ignore[attr-defined]

    @property
    def seen(self) -> tuple[Role, str]:
        """The role and the member ID that whoever sends it has seen."""
        return self.cleaned_data["seen_role"], self.cleaned_data["seen_member_id"]


class NewPlaceForm(RefusableForm):
    """An account for a person, with a role and perhaps a member ID."""

    account = forms.TypedChoiceField(
        label="Account",
        coerce=int,
        error_messages={"required": "Choose an account.", "invalid_choice": "Choose an account."},
    )
    role = forms.TypedChoiceField(label="Role", coerce=Role, choices=ROLES, initial=Role.LEARNER.value)
    member_id = forms.CharField(label="Member ID", required=False, widget=forms.TextInput(attrs=_PLAIN))

    fields_refused = {"role": "role", "member_id": "member_id", "membership": "account", "department": "account"}  # noqa: RUF012

    def __init__(self, data: QueryDict | None, *, accounts: list[Account]) -> None:
        super().__init__(data, auto_id="new-place-%s")
        self.accounts = {account.pk: account for account in accounts}
        choices = [(account.pk, account.name) for account in accounts]
        self.fields["account"].choices = [("", "Choose an account"), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Account:
        """The account that was chosen."""
        return self.accounts[self.cleaned_data["account"]]
