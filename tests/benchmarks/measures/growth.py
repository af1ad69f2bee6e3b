"""10,000 new rows into a partner that has many people already, and into one that has none."""

from statistics import median

from tests.benchmarks import clicks, floor, place
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Bar, Figures
from tests.benchmarks.organisation import Organisation

ROWS = 10_000


def measure(bench: Bench, figures: Figures) -> None:
    """The many are put in by the floor's statements. Each import brings other people, after PostgreSQL has settled down.

    So the planner has statistics here wherever there are people, as in a database that is used, and none where there are none.
    """
    with bench.worker():
        alone = []
        for number in range(bench.rounds):
            place.empty()
            alone += _imports(bench, bench.first, [number])
        place.empty()
        _fill(bench)
        full = _imports(bench, bench.first, range(bench.rounds))
        beside = _imports(bench, bench.second, range(bench.rounds))
    rows = [
        _line("an empty partner, nobody else in the database", 0, alone),
        _line("an empty partner, beside the large one", 0, beside),
        _line("the large partner", bench.rows, full),
    ]
    bar = Bar(
        f"{ROWS:,} rows into a partner of {bench.rows:,} people, to an empty one", median(full) / median(alone), 1.5
    )
    figures.add(f"{ROWS:,} new rows, check and apply, into a partner that has people already:", rows, bar)


def _fill(bench: Bench) -> None:
    sheet = bench.sheet(bench.rows)
    floor.stand_ready(sheet)
    floor.put(sheet, by=bench.first.admin())
    bench.tell(f"Growth: {bench.rows:,} people are in.")


def _imports(bench: Bench, organisation: Organisation, numbers: "range | list[int]") -> list[float]:
    seconds = []
    for number in numbers:
        sheet = bench.sheet(ROWS, organisation=organisation, seed=100 + number)
        place.settle()
        seconds.append(clicks.whole_import(sheet)[1].whole)
        bench.tell(f"Growth: {ROWS:,} rows into {organisation.partner} in {seconds[-1]:.2f} s")
    return seconds


def _line(into: str, people: int, seconds: list[float]) -> dict[str, object]:
    return {"into": into, "its people": people, "seconds": median(seconds)}
