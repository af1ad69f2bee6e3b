"""The API called in all the ways its description allows, and in some that it does not: nothing breaks, what it says holds.

Bounded: some calls for each operation and caller. More of them: ``HYPOTHESIS_EXAMPLES=200 pytest tests/api/test_contract.py``.
"""

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from people.api.access import PerUser
from people.models import Membership
from people.models.imports import Status
from people.outcomes import Outcome
from tests.api.conftest import Caller
from tests.api.operations import make_change
from tests.api.test_description import FILE
from tests.factories import Cast, make_import, make_row

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "5"))
BY_CHANCE = "HYPOTHESIS_EXAMPLES" in os.environ
"""Asked for more of them, each run tries others; --hypothesis-seed says which."""
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not BY_CHANCE,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def description(*, is_whole: bool) -> Any:
    """What the API says of itself; ``is_whole``: also with every boundary of every parameter tried one by one."""
    schema = schemathesis.openapi.from_dict(json.loads(FILE.read_text()))
    schema.app = get_wsgi_application()  # cerego.wsgi would limit this whole process
    schema.config.phases.coverage.enabled = is_whole
    return schema


briefly, thoroughly = description(is_whole=False), description(is_whole=True)
Call = Callable[[Any, str], None]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The end of a request does not close the test's transaction; Django's own test client sees to that too."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def ids(cast: Cast) -> dict[str, int]:
    """Things that are there, all in Mathematics."""
    place = Membership.objects.get(person__user=cast.liv, account=cast.maths)
    matched = {"mapping": {"name": [0], "email": 1}, "options": {"existing": "update", "problems": "skip"}}
    matched["dialect"] = {"kind": "csv", "encoding": "utf-8", "delimiter": ",", "quote": '"'}
    run = make_import(cast.maths, cast.mara, status=Status.CHECKED, header=["Name", "Email"], **matched)
    make_row(run, 2, place.person, Outcome.FAILED)
    return {
        "account_id": cast.maths.pk,
        "department_id": cast.maths.pk,
        "person_id": place.person_id,
        "membership_id": place.pk,
        "import_id": run.pk,
        "number": 2,
        "change_id": make_change(cast).pk,
    }


@pytest.fixture
def hold(
    cast: Cast,
    ids: dict[str, int],
    one_connection: None,
    calling: Callable[..., Caller],
    monkeypatch: pytest.MonkeyPatch,
) -> Call:
    """Makes a call as somebody, and looks at the answer."""
    monkeypatch.setattr(PerUser, "THROTTLE_RATES", {"api": None, "upload": None})

    def call(case: Any, who: str) -> None:
        headers = {} if who == "a stranger" else {"Authorization": f"Bearer {calling(getattr(cast, who)).secret}"}
        path = case.meta.components.get(ParameterLocation.PATH)
        if path is not None and not path.mode.is_negative:  # Only there wrong ids are what is tried.
            there = {**ids, "account_id": cast.northwind.pk if who == "mara" else cast.maths.pk}
            case.path_parameters = {name: there.get(name, value) for name, value in case.path_parameters.items()}
        sent = case.meta.components.get(ParameterLocation.HEADER)
        if "If-Match" in (case.headers or {}) and not sent.mode.is_negative:  # Else hardly any change came to pass.
            case.headers["If-Match"] = "*"
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    return call


@thoroughly.parametrize()
@BOUNDED
def test_nothing_breaks_and_what_is_described_holds(case: Any, hold: Call) -> None:
    hold(case, "mara")


@pytest.mark.parametrize("who", ["dora", "liv", "olga", "a stranger"])
@briefly.parametrize()
@settings(BOUNDED, max_examples=max(1, EXAMPLES // 4))
def test_it_holds_for_everybody_else_too(case: Any, who: str, hold: Call) -> None:
    hold(case, who)
