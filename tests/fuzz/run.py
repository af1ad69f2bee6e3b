"""Mutates files for some time, or some of them, and keeps those that break a promise."""

import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

from tests.fuzz import corpus
from tests.fuzz.mutation import mutated, mutated_workbook, short_name
from tests.fuzz.promises import hold

KEPT: Final = Path(".local/fuzz")
WORKBOOKS: Final = 0.25
"""The share of workbooks: they take longer."""


def cases(seed: int) -> Iterator[bytes]:
    """Damaged files without end, always the same for one seed."""
    chance = Random(seed)
    texts, workbooks = corpus.texts(), corpus.workbooks()
    while True:
        if chance.random() < WORKBOOKS:
            yield mutated_workbook(chance.choice(workbooks), chance, [*texts, *workbooks])
        else:
            yield mutated(chance.choice(texts), chance, texts)


def fuzz(*, seed: int, seconds: float, most: int | None = None) -> tuple[Counter[str], list[Path]]:
    """How often each end came, and where the files are kept that broke a promise."""
    ends: Counter[str] = Counter()
    failed: list[Path] = []
    until = time.monotonic() + seconds
    KEPT.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(cases(seed)):
        if time.monotonic() > until or number == most:
            break
        # Should the process itself end, this is what it ended of.
        (KEPT / "last").write_bytes(content)
        try:
            ends[hold(content)] += 1
        except Exception:
            path = KEPT / f"{seed}-{number}-{short_name(content)}"
            path.write_bytes(content)
            path.with_suffix(".txt").write_text(traceback.format_exc())
            failed.append(path)
    (KEPT / "last").unlink(missing_ok=True)
    return ends, failed
