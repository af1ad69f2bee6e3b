"""How what was sent is read: a name that is misspelled is said, so that nothing is done other than was meant."""

from collections.abc import Iterator, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

_AnyField = serializers.Field[Any, Any, Any, Any]


def read(reader: serializers.Serializer[Any]) -> dict[str, Any]:
    """What was sent, as the reader has it. Raises ValidationError for all that can't be used, and for all that it does not know:
    left alone, a misspelled ``department_id`` would put people into the account itself.
    """
    strangers = dict(_strangers(reader.initial_data, reader))
    _say_what_is_meant(reader)
    if not reader.is_valid() or strangers:
        raise ValidationError({**reader.errors, **strangers})
    return dict(reader.validated_data)


def _strangers(sent: Any, field: _AnyField, place: str = "") -> Iterator[tuple[str, list[ErrorDetail]]]:
    """What was sent under a name that there is not, each with where it stands, and a sentence."""
    if isinstance(field, serializers.ListField) and isinstance(sent, list):
        for number, one in enumerate(sent):
            yield from _strangers(one, field.child, f"{place}{number}.")
    if not isinstance(field, serializers.Serializer) or not isinstance(sent, Mapping):
        return
    for name, value in sent.items():
        if name in field.fields:
            yield from _strangers(value, field.fields[name], f"{place}{name}.")
        else:
            known = ", ".join(field.fields)
            yield f"{place}{name}", [ErrorDetail(f"There is nothing of this name here. There is: {known}.")]


def _say_what_is_meant(field: _AnyField) -> None:
    """Let the field, and those in it, say what can be sent instead of what can't."""
    if isinstance(field, serializers.ChoiceField):
        field.error_messages["invalid_choice"] = (
            f"“{{input}}” can’t be chosen. Send one of: {', '.join(field.choices)}."
        )
    elif isinstance(field, serializers.ListField):
        _say_what_is_meant(field.child)
    elif isinstance(field, serializers.Serializer):
        field.error_messages["invalid"] = "Send an object with names and values here, not a {datatype}."
        for below in field.fields.values():
            _say_what_is_meant(below)
