"""The floor and the whole import at one number of rows, alternately; the same file once more; the worker's memory."""

from people.models import Import
from tests.benchmarks import clicks, floor, memory, place
from tests.benchmarks.bench import Bench
from tests.benchmarks.clock import lap
from tests.benchmarks.figures import Size
from tests.benchmarks.sheets import Sheet


def measure(bench: Bench, rows: int) -> Size:
    """Every round begins with an empty database for the floor, then an empty one for the import. The worker is a new one."""
    size = Size(rows)
    sheet = bench.sheet(rows)
    rounds = bench.rounds if rows <= 100_000 else 1
    with bench.worker() as worker:
        for number in range(1, rounds + 1):
            size.floor.append(_floor(sheet))
            bench.tell(f"{rows:,} rows, {number} of {rounds}: floor {size.floor[-1]:.2f} s")
            place.empty()
            _first(sheet, size)
            size.again.append(_again(sheet))
            bench.tell(
                f"{rows:,} rows, {number} of {rounds}: import {size.whole[-1]:.2f} s, again {size.again[-1]:.2f} s"
            )
        size.peak_bytes = memory.peak(worker.pool)
    return size


def _floor(sheet: Sheet) -> float:
    place.empty()
    admin = sheet.organisation.admin()
    floor.stand_ready(sheet)
    with lap() as taken:
        floor.put(sheet, by=admin)
    return taken.seconds


def _first(sheet: Sheet, size: Size) -> None:
    run, times = clicks.whole_import(sheet)
    _see(run, dict(sheet.outcomes))
    size.upload.append(times.upload)
    size.check.append(times.check)
    size.apply.append(times.apply)


def _again(sheet: Sheet) -> float:
    run, times = clicks.whole_import(sheet)
    expected = dict(sheet.outcomes)
    expected["unchanged"] = expected.pop("created")
    _see(run, expected)
    return times.whole


def _see(run: Import, expected: dict[str, int]) -> None:
    """That rows became what they had to: the time of anything else would mean nothing."""
    if clicks.outcomes(run) != expected:
        raise RuntimeError(f"Import {run.pk}: {clicks.outcomes(run)}, where {expected} were due.")
