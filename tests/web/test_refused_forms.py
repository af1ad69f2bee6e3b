"""A form that is refused comes back with the focus on its first wrong field, tied to what is wrong with it."""

import re

import pytest
from django import forms
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import Cast

Sent = dict[str, str]


def focused(answer: HttpResponse) -> list[str]:
    """The tags that want the focus."""
    return re.findall(r"<(?:input|select|textarea)[^>]*\sautofocus[^>]*>", answer.content.decode())


@pytest.mark.parametrize(
    ("page", "sent", "wrong"),
    [
        ("add_people", {"people": "", "department": "0", "role": "learner"}, "people"),
        ("add_people", {"people": "ann@example.org", "department": "0", "role": "learner"}, "department"),
        ("add_people", {"people": "ann@example.org", "role": "king"}, "department"),
        ("departments", {"name": "Mathematics"}, "name"),
        ("upload", {}, "file"),
    ],
)
def test_it_has_the_focus_on_the_first_wrong_field(cast: Cast, mara: Client, page: str, sent: Sent, wrong: str) -> None:
    answer = mara.post(reverse(page, args=[cast.northwind.pk]), sent)

    assert answer.status_code == 422
    (tag,) = focused(answer)
    assert f'name="{wrong}"' in tag
    assert 'aria-invalid="true"' in tag
    described = re.search(r'aria-describedby="([^"]*)"', tag)
    assert described
    assert f"id_{wrong}_error" in described[1].split()
    assert f'id="id_{wrong}_error"' in answer.content.decode()


def test_a_form_that_is_not_sent_takes_no_focus(cast: Cast, mara: Client) -> None:
    assert focused(mara.get(reverse("add_people", args=[cast.northwind.pk]))) == []


class TwoFields(forms.Form):
    """A form that usually begins at its first field."""

    first = forms.CharField(widget=forms.TextInput(attrs={"autofocus": True}))
    second = forms.CharField()


@pytest.mark.parametrize(
    ("sent", "has_it"), [(None, "first"), ({"first": "x"}, "second"), ({"second": "x"}, "first"), ({}, "first")]
)
def test_only_one_field_has_it(sent: Sent | None, has_it: str) -> None:
    form = TwoFields(sent)

    assert [field.name for field in form if "autofocus" in str(field)] == [has_it]


def test_an_answer_for_the_form_as_a_whole_leaves_it_where_it_is() -> None:
    form = TwoFields({"first": "x", "second": "y"})
    form.add_error(None, "Not so.")

    assert "autofocus" in str(form["first"])
