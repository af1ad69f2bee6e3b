"""Tasks are called by whatever version sent them: an earlier one's calls still fit, a later one's keywords are let pass (L6)."""

import inspect

import pytest

from cerego.celery import app

app.loader.import_default_modules()
OURS = sorted(name for name in app.tasks if name.startswith(("people.", "cerego.", "departments.")))
SENT: dict[str, list[tuple[tuple[object, ...], dict[str, object]]]] = {
    "people.tasks.work_on_import": [((7,), {}), ((7,), {"turn": 3})],
    "people.tasks.work_on_bulk": [((7,), {})],
    "people.tasks.sweep_imports": [((), {})],
    "people.tasks.expire_imports": [((), {})],
    "people.tasks.send_mails": [((), {})],
    "people.tasks.forget_sessions": [((), {})],
    "people.tasks.forget_events": [((), {})],
    "people.tasks.forget_mentions": [((), {})],
}
"""How versions up to now have sent them: calls may wait in the broker meanwhile. Lines are added, never changed."""


def test_there_are_tasks() -> None:
    assert set(SENT) <= set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_l6_a_later_versions_keywords_are_let_pass(name: str) -> None:
    kinds = [each.kind for each in inspect.signature(app.tasks[name].run).parameters.values()]
    assert inspect.Parameter.VAR_KEYWORD in kinds


@pytest.mark.parametrize("name", SENT)
def test_l6_an_earlier_versions_calls_still_fit(name: str) -> None:
    for arguments, keywords in SENT[name]:
        inspect.signature(app.tasks[name].run).bind(*arguments, **keywords)


def test_l6_every_task_that_beat_sends_is_there() -> None:
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(OURS)
