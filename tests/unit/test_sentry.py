"""What is reported to Sentry: where it went wrong and in whose import, and nothing of anybody's file."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from django.test import RequestFactory
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from cerego import sentry
from cerego.logs.about import about

PRIVATE = "ada@example.org"


class Kept(Transport):
    """What would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Any] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.events.append(envelope.get_event())


@pytest.fixture
def sent() -> Iterator[list[Any]]:
    kept = Kept()
    sentry.begin("https://key@sentry.example.com/1", transport=kept, integrations=[], default_integrations=False)
    yield kept.events
    sentry_sdk.init()


def break_off(cell: str) -> None:
    try:
        int(cell)
    except ValueError as error:
        raise RuntimeError(f"{cell} in row 7") from error


def test_a_report_has_kinds_and_places_and_ids_and_quotes_nobody(sent: list[Any]) -> None:
    scope = sentry_sdk.get_current_scope()
    scope.set_user({"id": 1, "email": PRIVATE})
    scope.set_extra("args", [PRIVATE])
    scope.set_tag("who", PRIVATE)
    sentry_sdk.add_breadcrumb(message=PRIVATE)
    request = RequestFactory().get("/", {"q": PRIVATE})
    with about(import_id=7):
        try:
            break_off(PRIVATE)
        except RuntimeError as error:
            sentry_sdk.capture_exception(error, contexts={"request": {"url": request.get_full_path()}})

    (event,) = sent
    assert PRIVATE not in json.dumps(event, default=str)
    assert event["tags"] == {"import_id": "7"}
    assert [each["type"] for each in event["exception"]["values"]] == ["ValueError", "RuntimeError"]
    frames = event["exception"]["values"][-1]["stacktrace"]["frames"]
    assert frames[-1]["function"] == "break_off"
    assert all("vars" not in frame for frame in frames)


def test_a_mere_message_is_reported_without_its_words(sent: list[Any]) -> None:
    sentry_sdk.capture_message(f"{PRIVATE} can't be read")

    assert PRIVATE not in json.dumps(sent, default=str)
