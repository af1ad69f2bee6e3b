"""The imports by which a list of people can be filtered: those one sees from the account, the latest first."""

from typing import Final

from people.listing.finding import Choice
from people.listing.showing import lately
from people.selectors import imports_seen_from

_OFFERED: Final = 15


def runs_to_choose(choice: Choice) -> list[tuple[int, str, str]]:
    """Id, file name and day of the latest imports that brought somebody; and of the one chosen, however old. One query."""
    latest = imports_seen_from(choice.account).filter(people__gt=0).order_by("-created_at", "-pk")[:_OFFERED]
    runs = list(latest.only("file_name", "created_at"))
    if choice.run is not None and choice.run not in runs:
        runs.insert(0, choice.run)
    return [(run.pk, run.file_name, lately(run.created_at)) for run in runs]
