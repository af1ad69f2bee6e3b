"""What the integration tests share: the cast, a folder for uploads, and imports in batches small enough to see."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests import factories
from tests.factories import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Northwind, Contoso and who works there."""
    return factories.make_cast()


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The same, committed: threads see it."""
    return factories.make_cast()


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    """An empty folder that takes the uploads of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def small_batches(settings: Settings, media: Path) -> None:
    """Three rows a batch, and one batch a slice."""
    settings.IMPORT_BATCH_ROWS = 3
    settings.IMPORT_SLICE_SECONDS = 0
