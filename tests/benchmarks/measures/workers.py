"""What a second worker brings, when several partners import at once."""

from contextlib import ExitStack

from people.imports import run as runs
from tests.benchmarks import clicks, place
from tests.benchmarks.bench import Bench
from tests.benchmarks.clock import lap
from tests.benchmarks.figures import Bar, Figures
from tests.benchmarks.organisation import Organisation

PARTNERS = 4
MOST_ROWS = 100_000


def measure(bench: Bench, figures: Figures) -> None:
    """The rows of four partners, shared by one worker, then by two. All four are clicked at once."""
    rows = min(bench.rows, MOST_ROWS) // PARTNERS
    organisations = [bench.first, bench.second, *(Organisation.found(f"Further {n}") for n in range(PARTNERS - 2))]
    seconds = {number: _with_workers(bench, number, organisations, rows) for number in (1, 2)}
    lines = [
        {"workers": number, "rows": rows * PARTNERS, "seconds": taken, "rows/s": round(rows * PARTNERS / taken)}
        for number, taken in seconds.items()
    ]
    bar = Bar(f"{PARTNERS} partners' imports: time with two workers, to one", seconds[2] / seconds[1], 1.0)
    figures.add(f"{PARTNERS} partners import {rows:,} new rows each, at once:", lines, bar)


def _with_workers(bench: Bench, number: int, organisations: list[Organisation], rows: int) -> float:
    sheets = [bench.sheet(rows, organisation=organisation) for organisation in organisations]
    with ExitStack() as stack:
        for _ in range(number):
            stack.enter_context(bench.worker())
        place.empty()
        with lap() as taken:
            uploaded = [clicks.take_in(sheet) for sheet in sheets]
            for run in uploaded:
                runs.start(run=run, by=run.created_by)  # goes on by itself once it is checked
            for run in uploaded:
                clicks.wait(run, clicks.is_done)
    bench.tell(f"Workers: {number} in {taken.seconds:.2f} s")
    return taken.seconds
