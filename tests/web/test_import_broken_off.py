"""Imports that broke off: what their page says, and trying again."""

import pytest
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.utils import timezone

from people.models import Import
from people.models.imports import Status
from tests.factories import Cast, make_import
from tests.web.test_import_stop import ROWS, ask
from tests.web.uploads import page_of, upload, work


def failed(cast: Cast, reason: str, **fields: object) -> Import:
    """An import that has failed."""
    return make_import(cast.northwind, cast.mara, status=Status.FAILED, failure_reason=reason, **fields)


@pytest.mark.parametrize(
    ("reason", "has_begun", "is_offered"),
    [
        ("import.gave_up", True, True), ("import.gave_up", False, True), ("file.gone", False, True),
        ("file.unreadable", False, True), ("import.rights_lost", True, False), ("file.encoding", False, False),
        ("file.header_only", False, False),
    ],
)  # fmt: skip
def test_offers_to_try_again_where_it_may_help(
    cast: Cast, mara: Client, reason: str, has_begun: bool, is_offered: bool
) -> None:
    run = failed(cast, reason, started_at=timezone.now() if has_begun else None, failure_context={"attempts": 5})

    page = page_of(mara, cast.northwind, run)

    assert ("Try again The" in page or "Try again This" in page) == is_offered
    assert ("The import did not get to its end" if has_begun else "Nothing was imported") in page


def test_checks_a_file_again_that_was_gone_for_a_while(cast: Cast, mara: Client) -> None:
    run = upload(mara, cast.northwind, *ROWS)
    name, storage = run.file.name, run.file.storage
    with storage.open(name) as stored:
        content = stored.read()
    storage.delete(name)
    assert work(run).status == Status.FAILED
    assert "The uploaded file is not where it was stored" in page_of(mara, cast.northwind, run)
    with storage.open(name, "wb") as stored:
        stored.write(content)

    assert "Checking …" in ask(mara, "resume", cast, run)

    assert work(run).status == Status.CHECKED


def test_says_that_a_file_can_not_be_read(cast: Cast, mara: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    run = upload(mara, cast.northwind, *ROWS)

    def broken(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_open", broken)
        assert work(run).status == Status.FAILED
    assert "can’t be read at the moment, so nothing was imported. Try again in a few" in page_of(
        mara, cast.northwind, run
    )

    ask(mara, "resume", cast, run)

    assert work(run).status == Status.CHECKED
