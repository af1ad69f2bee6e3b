"""Many clicks on 'Import' at the same moment make one import (L7)."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

from django.db import connection
from django.test import Client
from django.urls import reverse

from people.models import Event, Import, Person
from people.models.events import EventKind
from people.models.imports import Status
from tests import factories
from tests.files import people_file
from tests.web.uploads import choices, uploaded, work

CLICKS = 20
PATIENCE = 90
"""Seconds."""


def test_starts_once_however_many_ask_at_the_same_time(transactional_db: None) -> None:
    cast = factories.make_cast()
    client = Client()
    client.force_login(cast.mara)
    run = work(uploaded(client, cast.northwind, people_file(50)))

    def start(_: int) -> int:
        try:
            own = Client()
            own.cookies = client.cookies
            address = reverse("start", args=[cast.northwind.pk, run.pk])
            return int(own.post(address, choices(run)).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        answers = list(pool.map(start, range(CLICKS)))
    # A real worker that other tests of this process use may have taken it; then it is waited for.
    deadline = monotonic() + PATIENCE
    while work(run).is_moving and monotonic() < deadline:
        sleep(0.05)

    assert answers == [302] * CLICKS
    assert Import.objects.get().status == Status.DONE
    assert Event.objects.filter(kind=EventKind.IMPORT_STARTED).count() == 1
    assert Person.objects.filter(email__endswith="@example.org").count() == Import.objects.get().created == 50
