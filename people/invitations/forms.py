"""The form of whoever follows an invitation."""

from django import forms


class PasswordForm(forms.Form):
    """A password of one's own."""

    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=1000,
        help_text="At least 10 characters; several words you can remember are best.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
        error_messages={"required": "Choose a password."},
    )
