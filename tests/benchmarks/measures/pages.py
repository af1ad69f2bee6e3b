"""How long the People page takes in a partner with all the people there are: each case many times, in one process.

What is timed is the whole answer of the application, from the request to the last byte of its page: middleware, access, all
statements, the template, its compression. The first page is asked for as when one comes to it, all others as the page asks for
them when one types, filters, sorts or goes on: the list without the frame around it. Not in it: the web server, the network,
the browser.

The people are put by the floor's statements, which takes a fraction of an import; then some get a status and a sign-in, and the
import its number.
"""

import gzip
import re
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client, override_settings

from people.listing.paging import PAGE_LENGTH
from people.models import Headcount, Import, Person
from people.models.headcounts import EVERYBODY
from people.models.imports import Status
from tests.benchmarks import floor, place
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Bar, Figures
from tests.benchmarks.organisation import Organisation

P95_MILLISECONDS: Final = 50.0
PAGE_BYTES: Final = 100_000
_BROWSER: Final = {"Accept-Encoding": "gzip"}
_WITHIN: Final = {**_BROWSER, "HX-Request": "true"}
_TIMES: Final = 40
_WARM_UP: Final = 5
_STATES: Final = (
    "UPDATE people_person SET invited_at = now(), joined_at = now() - random() * interval '300 days',"
    " last_sign_in = now() - random() * interval '100 days' WHERE partner_id = %s AND mod(id, 10) < 4",
    "UPDATE people_person SET invited_at = now() WHERE partner_id = %s AND mod(id, 10) IN (4, 5)",
    "UPDATE people_person SET deactivated_at = now() WHERE partner_id = %s AND mod(id, 100) = 7",
)


def measure(bench: Bench, figures: Figures) -> None:
    """Fill a partner with so many people, and open its list in all ways."""
    with override_settings(SECURE_SSL_REDIRECT=False, ALLOWED_HOSTS=["testserver"]):
        _measure(bench, figures)


def _measure(bench: Bench, figures: Figures) -> None:
    run = _fill(bench)
    client = Client()
    client.force_login(run.created_by)
    address = f"/accounts/{bench.first.partner.pk}/people/"
    people = Headcount.objects.get(account=bench.first.partner.pk, what=EVERYBODY).people
    lines, bars = [], []
    for what, query in _cases(bench.first, run, people).items():
        taken, size = _times(client, f"{address}?{query}", _WITHIN if query else _BROWSER)
        p95 = sorted(taken)[int(len(taken) * 0.95)]
        lines.append({"case": what, "p50 ms": median(taken), "p95 ms": p95, "page kB": size / 1000})
        bars.append(Bar(f"People page of {people:,}, {what}: p95", p95, P95_MILLISECONDS, "ms"))
        bench.tell(f"{what}: p50 {median(taken):.1f} ms, p95 {p95:.1f} ms")
    weight = _weight(client, address)
    figures.add(
        f"The People page of a partner with {people:,} people, {_TIMES} times each:",
        lines,
        *bars,
        Bar(
            "People page without cache, compressed, with its styles and scripts", weight / 1000, PAGE_BYTES / 1000, "kB"
        ),
    )


def _fill(bench: Bench) -> Import:
    """The people, by plain SQL; returns the import that they came by."""
    sheet = bench.sheet(bench.rows)
    place.empty()
    admin = bench.first.admin()
    floor.stand_ready(sheet)
    floor.put(sheet, by=admin)
    with connection.cursor() as cursor:
        for statement in _STATES:
            cursor.execute(statement, [bench.first.partner.pk])
    people = Person.objects.filter(partner=bench.first.partner.pk).count()
    Import.objects.update(people=people, status=Status.STOPPED)
    place.settle()
    return Import.objects.select_related("created_by").get()


def _cases(organisation: Organisation, run: Import, people: int) -> dict[str, str]:
    """The queries of the addresses, by what they show."""
    pages = -(-people // PAGE_LENGTH)
    somebody = Person.objects.filter(partner=organisation.partner.pk).order_by("pk")[people // 2].pk
    department = organisation.departments[0]
    return {
        "first page": "",
        "last page": f"page={pages}",
        "a page in the middle": f"page={pages // 2}&after={somebody}",
        "a page in the middle, by its number alone": f"page={pages // 2}",
        "by e-mail": "sort=email",
        "newest first": "sort=-added",
        "last sign-in first": "sort=-seen",
        "longest away first": "sort=seen",
        "last sign-in, a page in the middle": f"sort=-seen&page={pages // 2}&after={somebody}",
        "search: a frequent name": "q=tina",
        "search: two words": "q=tina+smith",
        "search: a rare word": "q=oyelaran",
        "search: nobody": "q=xyzzy",
        "search: two letters": "q=zo",
        "search: an address": "q=campus-07",
        "search, newest first": "q=smith&sort=-added",
        "search: a member ID": "q=E0000321",
        "search: part of member IDs": "q=E0003",
        "role": "role=admin",
        "role, nearly everybody": "role=learner",
        "role, nearly everybody, its last page": f"role=learner&page={pages // 2}&rest=7",
        "department": f"department={department}",
        "department and role": f"department={department}&role=admin",
        "department, its last page": f"department={department}&page=1000000",
        "status": "status=deactivated",
        "two statuses, last sign-in first": "status=active&status=invited&sort=-seen",
        "an import of everybody": f"import={run.pk}",
        "search in a department": f"department={department}&q=smith",
        "search in a role": "role=learner&q=anna",
    }


def _times(client: Client, address: str, headers: dict[str, str]) -> tuple[list[float], int]:
    """The milliseconds of each answer, and the bytes of its page."""
    taken, size = [], 0
    for number in range(_WARM_UP + _TIMES):
        began = perf_counter()
        answer = client.get(address, headers=headers)
        size = len(answer.content)
        if number >= _WARM_UP:
            taken.append((perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}.")
    return taken, size


def _weight(client: Client, address: str) -> int:
    """The bytes of the page as it is sent, and of all that it loads, compressed as in production."""
    sent = client.get(address, headers=_BROWSER).content
    loaded = re.findall(rf'(?:href|src)="{settings.STATIC_URL}([^"#]+)', gzip.decompress(sent).decode())
    return len(sent) + sum(len(gzip.compress(_static(name))) for name in dict.fromkeys(loaded))


def _static(name: str) -> bytes:
    return Path(str(finders.find(name))).read_bytes()
