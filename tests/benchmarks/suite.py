"""One run: every measurement after the other, then the tables and the file."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from tests.benchmarks import figures, machine, place, report
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figures
from tests.benchmarks.measures import growth, pages, patience, peers, sign_in, sizes, workers

SIZES: Final = (10_000, 100_000, 1_000_000)


def _sizes(bench: Bench, measured: Figures) -> None:
    for rows in sorted({size for size in SIZES if size < bench.rows} | {bench.rows}):
        measured.sizes.append(sizes.measure(bench, rows))
    measured.bars += figures.of_sizes(measured.sizes)


PARTS: Final[dict[str, Callable[[Bench, Figures], None]]] = {
    "sizes": _sizes,
    "growth": growth.measure,
    "patience": patience.measure,
    "workers": workers.measure,
    "pages": pages.measure,
    "sign_in": sign_in.measure,
    "peers": peers.measure,
}


def run(*, rows: int, rounds: int, parts: Sequence[str]) -> None:
    """Measure with up to so many rows, print, write. Progress goes to standard error, the tables to standard output.

    An interrupted run prints and writes what it has.
    """
    at = datetime.now(UTC)
    measured = Figures()
    with place.own_place() as own:
        circumstances = _circumstances() | {"rows": rows, "rounds": rounds}
        bench = Bench(own, rows, rounds)
        try:
            for part in parts or PARTS:
                PARTS[part](bench, measured)
        finally:
            path = report.write(place.HOME, measured, at=at, circumstances=circumstances)
            print(report.caption(at, circumstances))
            print(report.markdown(measured))
    print(f"\nWritten to {path.relative_to(place.HOME.parent.parent)}.")


def _circumstances() -> dict[str, Any]:
    return {
        "commit": machine.commit(),
        "machine": machine.machine(),
        "versions": machine.versions(),
        "postgresql_settings": machine.server_settings(),
    }
