"""No test may hang the run: how long one may take, and what else pytest-timeout has to be told.

The limits stand in pyproject.toml. A test that passes its own fails, and the threads' stacks are shown. Where even that does not
end it, pytest itself shows them and ends the process.
"""

from collections.abc import Iterator

import pytest
from pytest_timeout import Settings

LARGE_SECONDS = 900
"""What a test may take that has browsers, whole stacks or faults in it."""

_LIMIT = pytest.StashKey[Settings]()


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Settings) -> None:
    """Remember the limit of this test."""
    item.stash[_LIMIT] = settings


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Clearing away has the limit once more: a failure calls off the first, and may leave behind a lock that never goes."""
    if settings := item.stash.get(_LIMIT, None):
        item.ihook.pytest_timeout_set_timer(item=item, settings=settings)
    return (yield)
