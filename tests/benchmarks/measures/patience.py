"""How long a small import waits while a large one of another partner is at work on the only worker."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from people.imports import run as runs
from people.models import Import
from people.models.imports import Status
from tests.benchmarks import clicks, place
from tests.benchmarks.bench import Bench
from tests.benchmarks.clock import Lap, lap
from tests.benchmarks.figures import Bar, Figures
from tests.benchmarks.sheets import Sheet

ROWS = 10
BAR_SECONDS = 10
_STAGES = {
    "its check": frozenset({Status.CHECKING}),
    "its apply": frozenset({Status.QUEUED, Status.APPLYING}),
}


@dataclass
class _Waited:
    """The seconds of all small imports that came during one stage of the large one."""

    click: list[float] = field(default_factory=list)
    """From the click on Import to the end."""
    check: list[float] = field(default_factory=list)
    """From the upload until it was checked."""


def measure(bench: Bench, figures: Figures) -> None:
    """One small import after the other, as long as the large one works. What counts is the longest wait."""
    sheets = (bench.sheet(ROWS, organisation=bench.second, seed=1000 + number) for number in count())
    waited = {stage: _Waited() for stage in _STAGES}
    with bench.worker():
        place.empty()
        ready = {stage: _upload(next(sheets))[0] for stage in _STAGES}
        large = clicks.take_in(bench.sheet(bench.rows))
        runs.start(run=large, by=large.created_by)  # goes on by itself once it is checked
        clicks.wait(large, lambda run: run.heartbeat_at is not None)
        _small_ones(large, ready, sheets, waited)
    bench.tell(f"Patience: {sum(len(stage.click) for stage in waited.values())} small imports.")
    bars = [
        Bar(f"{ROWS} rows, click to end, while {bench.rows:,} rows are in {name}", max(stage.click), BAR_SECONDS, "s")
        for name, stage in waited.items()
        if stage.click
    ]
    rows = [_line(name, stage) for name, stage in waited.items()]
    figures.add(f"{ROWS} rows beside {bench.rows:,} rows of another partner, one worker, longest seconds:", rows, *bars)


def _small_ones(large: Import, ready: dict[str, Import], sheets: Iterator[Sheet], waited: dict[str, _Waited]) -> None:
    """In each stage, click on the small one that is ready for it; then upload one, wait, click on it, wait, and so on."""
    while stage := _stage(large):
        small = ready.pop(stage, None)
        if small is None:
            small, checked = _upload(next(sheets))
            waited[stage].check.append(checked.seconds)
            stage = _stage(large)
        if stage:
            with lap() as click:
                clicks.click(small)
                clicks.wait(small, clicks.is_done)
            waited[stage].click.append(click.seconds)


def _upload(sheet: Sheet) -> tuple[Import, Lap]:
    with lap() as checked:
        small = clicks.take_in(sheet)
        clicks.wait(small, clicks.is_checked)
    return small, checked


def _stage(large: Import) -> str:
    large.refresh_from_db()
    return next((name for name, statuses in _STAGES.items() if large.status in statuses), "")


def _line(stage: str, waited: _Waited) -> dict[str, object]:
    return {
        "while the large one is in": stage,
        "small imports": len(waited.click),
        "click to end": max(waited.click, default="–"),
        "upload to checked": max(waited.check, default="–"),
    }
