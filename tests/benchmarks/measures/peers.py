"""The import beside what else does its work: rows a second, on the same rows and machine."""

from collections.abc import Callable

from people.models import Person
from tests.benchmarks import clicks, machine, place
from tests.benchmarks.bench import Bench
from tests.benchmarks.clock import lap
from tests.benchmarks.figures import Figures
from tests.benchmarks.peers import loop, packages
from tests.benchmarks.sheets import Sheet

MOST_ROWS = 10_000
Put = Callable[[Sheet], None]


def measure(bench: Bench, figures: Figures) -> None:
    """Once each: the differences are so large that rounds would say nothing more."""
    sheet = bench.sheet(min(bench.rows, MOST_ROWS))
    seconds = {"Cerego People, check and apply": _ours(bench, sheet)}
    for name, put in _peers(bench).items():
        seconds[name] = _theirs(sheet, put)
        bench.tell(f"Peers: {name} in {seconds[name]:.2f} s")
    ours = next(iter(seconds.values()))
    lines = [
        {"who": name, "seconds": taken, "rows/s": round(sheet.rows / taken), "times ours": taken / ours}
        for name, taken in seconds.items()
    ]
    figures.add(f"{sheet.rows:,} new rows, by other ways:", lines)


def _peers(bench: Bench) -> dict[str, Put]:
    peers: dict[str, Put] = {"a loop of update_or_create, one transaction": loop.put}
    if packages.make_available():
        from tests.benchmarks.peers import resource

        peers[f"django-import-export {machine.of_package('django-import-export')}, in bulk"] = resource.put
    else:
        bench.tell("Peers: django-import-export could not be installed, and is left out.")
    return peers


def _ours(bench: Bench, sheet: Sheet) -> float:
    with bench.worker():
        place.empty()
        return clicks.whole_import(sheet)[1].whole


def _theirs(sheet: Sheet, put: Put) -> float:
    place.empty()
    sheet.organisation.admin()
    with lap() as taken:
        put(sheet)
    made = Person.objects.filter(partner=sheet.organisation.partner.pk).count() - 1
    if made != sheet.outcomes["created"]:
        raise RuntimeError(f"{made} people, where {sheet.outcomes['created']} were due.")
    return taken.seconds
