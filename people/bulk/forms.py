"""The form of a change of many people: what goes with it, and for how many it was asked."""

from typing import Any, Final
from uuid import uuid4

from django import forms
from django.http import QueryDict

from departments.models import Account
from people.bulk.actions import Action
from people.person.forms import ROLES
from people.roles import Role

_CHOOSE: Final = {
    "account": ("Where", "Choose an account"),
    "department": ("Department", "Choose a department"),
}


class BulkForm(forms.Form):
    """Has the fields that its action names."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    number = forms.IntegerField(widget=forms.HiddenInput)
    """How many people the page spoke of."""

    def __init__(
        self, data: QueryDict | None, *, action: Action, account: Account, place: Account, number: int
    ) -> None:
        super().__init__(data, initial={"key": uuid4(), "number": number})
        self.action = action
        for name in action.fields:
            self.fields[name] = self._role() if name == "role" else self._account(name, account, place)

    @property
    def options(self) -> dict[str, Any]:
        """What was chosen. Call it on a valid form."""
        chosen = {"account" if name in _CHOOSE else name: self.cleaned_data[name] for name in self.action.fields}
        return {name: value.value if isinstance(value, Role) else value for name, value in chosen.items()}

    def ask_again(self, number: int) -> None:
        """More or fewer people match than the page spoke of: say so, and take the new number the next time."""
        data = QueryDict(mutable=True)
        data.update({**self.data, "number": str(number)})
        self.data = data
        self.add_error(None, f"By now {number:,} people match. Look again, and confirm it once more.")

    def _role(self) -> forms.Field:
        return forms.TypedChoiceField(label="Role", coerce=Role, choices=ROLES, initial=Role.LEARNER.value)

    def _account(self, name: str, account: Account, place: Account) -> forms.Field:
        label, missing = _CHOOSE[name]
        own = [(account.pk, account.name)] if name == "account" or not account.is_partner else []
        choices: list[tuple[Any, str]] = [*own, *account.live_departments]
        if len(choices) > 1:
            choices.insert(0, ("", missing))
        return forms.TypedChoiceField(
            label=label,
            coerce=int,
            choices=choices,
            initial=place.pk if name == "account" or not place.is_partner else None,
            error_messages={"required": f"{missing}.", "invalid_choice": f"{missing}."},
        )
