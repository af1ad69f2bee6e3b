"""The record of an account: who sees what of it, how it is searched, and that taking it along is on it too."""

import csv
import io
import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from departments.models import Account
from people import memberships, persons
from people.auditing.page import PAGE_LENGTH
from people.models import Event
from people.models.events import EventKind
from people.roles import Role
from tests.factories import Cast, make_import, make_person, place
from tests.web.uploads import said


def events_page(client: Client, account: Account, query: str = "") -> str:
    return said(client.get(reverse("events", args=[account.pk]) + query))


def taken(client: Client, account: Account, query: str = "") -> list[list[str]]:
    answer = client.get(reverse("export_events", args=[account.pk]) + query)
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


@pytest.fixture
def done(cast: Cast) -> None:
    """Something in Northwind and in Mathematics, by two admins."""
    liv = cast.liv.persons.get()
    persons.rename(person=liv, full_name="Liv Lund-Berg", by=cast.mara)
    memberships.change(membership=liv.memberships.get(), role=Role.COURSE_VIEWER, member_id="8", by=cast.dora)


def test_it_says_who_did_what_to_whom(cast: Cast, mara: Client, done: None) -> None:
    page = events_page(mara, cast.northwind)

    assert "Changed the name from Liv Lund to Liv Lund-Berg Mara Okafor mara.okafor@northwind.example" in page
    assert "Changed the role in Mathematics from Learner to Course viewer Dora Diaz" in page
    assert "Changed the member ID in Mathematics from 007 to 8" in page


def test_pages_do_not_tell_when_something_was_done_elsewhere(cast: Cast, as_, mara: Client, done: None) -> None:
    elsewhere = Event.objects.create(account=cast.contoso, by=cast.olga, kind=EventKind.SETTINGS_CHANGED)
    own = Event.objects.create(account=cast.northwind, by=cast.mara, kind=EventKind.SETTINGS_CHANGED)

    assert "Changed the role" in events_page(mara, cast.northwind, f"?before={own.pk}")
    assert "Changed the role" not in events_page(mara, cast.northwind, f"?before={elsewhere.pk}")
    assert "Changed the role" not in events_page(as_(cast.dora), cast.maths, f"?before={own.pk}")


def test_a_departments_admin_sees_their_own_departments_only(cast: Cast, as_, done: None) -> None:
    page = events_page(as_(cast.dora), cast.maths)
    assert "Changed the role in Mathematics" in page
    assert "Lund-Berg Mara" not in page
    assert "Changed the name" not in page

    memberships.change_role(membership=cast.liv.persons.get().memberships.get(account=cast.maths), role=Role.LEARNER,
                            by=cast.mara)  # fmt: skip
    page = events_page(as_(cast.dora), cast.maths)
    assert "Somebody outside this department" in page
    assert "Mara" not in page
    assert "Changed the role" not in events_page(as_(cast.pete), cast.physics)


def test_a_partners_admin_reads_their_own_name_in_a_department_and_no_other_from_outside(
    cast: Cast, mara: Client
) -> None:
    liv = cast.liv.persons.get().memberships.get(account=cast.maths)
    memberships.change_role(membership=liv, role=Role.COURSE_VIEWER, by=cast.mara)
    memberships.change_role(membership=liv, role=Role.LEARNER, by=cast.cora)

    page = events_page(mara, cast.maths)
    assert "from Learner to Course viewer Mara Okafor mara.okafor@northwind.example" in page
    assert "from Course viewer to Learner Somebody outside this department" in page
    found = events_page(mara, cast.maths, "?who=mara")
    assert "from Learner to Course viewer" in found
    assert "from Course viewer to Learner" not in found
    assert "Nothing fits" in events_page(mara, cast.maths, "?who=cora")
    exported = mara.get(reverse("export_events", args=[cast.maths.pk])).getvalue().decode()
    assert "Mara Okafor,mara.okafor@northwind.example" in exported
    assert "Cora" not in exported


@pytest.mark.parametrize("who", ["olga", "liv", "cora", "pete"])
def test_nobody_else_sees_it(cast: Cast, as_, who: str) -> None:
    assert as_(getattr(cast, who)).get(reverse("events", args=[cast.maths.pk])).status_code == 404
    assert as_(getattr(cast, who)).get(reverse("export_events", args=[cast.maths.pk])).status_code == 404


def test_it_is_searched_by_kind_by_whom_and_by_day(cast: Cast, mara: Client, done: None) -> None:
    assert "Changed the role" not in events_page(mara, cast.northwind, "?kind=sign-in")
    assert "Changed the role" in events_page(mara, cast.northwind, "?kind=people")
    assert "Changed the name" not in events_page(mara, cast.northwind, "?who=dora")
    assert "Changed the role" in events_page(mara, cast.northwind, "?who=DÓRA+diaz")
    assert "Nothing fits" in events_page(mara, cast.northwind, "?who=nobody+at+all")
    today = timezone.localdate()
    assert "Changed the role" in events_page(mara, cast.northwind, f"?since={today}&until={today}")
    assert "Nothing fits" in events_page(mara, cast.northwind, "?until=2020-01-01")
    assert "Changed the role" in events_page(mara, cast.northwind, "?since=2026-02-31&kind=x&before=&until=%00")


def test_pages_follow_one_another_without_gap_or_repetition(cast: Cast, mara: Client) -> None:
    accounts = [cast.northwind, cast.maths, cast.physics]
    count = PAGE_LENGTH * 2 + 10
    kind = EventKind.DEPARTMENT_ARCHIVED
    Event.objects.bulk_create(Event(account=accounts[number % 3], kind=kind) for number in range(count))
    seen, query = [], "?kind=setup"
    while query:
        page = mara.get(reverse("events", args=[cast.northwind.pk]) + query).context["page"]
        seen += page.lines
        query = f"?{page.older}" if page.older else ""
    assert len(seen) == count
    assert [line.at for line in seen] == sorted((line.at for line in seen), reverse=True)
    assert len(taken(mara, cast.northwind, "?kind=setup")) == count + 1


def test_its_queries_do_not_grow_with_what_was_done(cast: Cast, mara: Client, done: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        events_page(mara, cast.northwind)
    for number in range(20):
        person = make_person(cast.maths, f"Person {number}")
        persons.rename(person=person, full_name=f"Renamed {number}", by=place(person, cast.physics).person.user)
    with CaptureQueriesContext(connection) as many:
        events_page(mara, cast.northwind)
    assert len(many) == len(few)


def test_taken_along_it_starts_no_formula_and_is_on_record_itself(cast: Cast, mara: Client) -> None:
    persons.rename(person=cast.mara.persons.get(), full_name='=HYPERLINK("http://x")', by=cast.mara)

    rows = taken(mara, cast.northwind)

    assert rows[0][:3] == ["Time", "What", "By"]
    assert rows[1][2] == """'=HYPERLINK("http://x")"""
    event = Event.objects.get(kind=EventKind.EXPORTED)
    assert (event.by, event.account_id, event.details) == (cast.mara, cast.northwind.pk, {"what": "events"})
    mara.head(reverse("export_events", args=[cast.northwind.pk]))
    assert Event.objects.filter(kind=EventKind.EXPORTED).count() == 1


def test_each_kind_is_shown_in_words(cast: Cast, mara: Client) -> None:
    for kind in EventKind:
        Event.objects.create(account=cast.northwind, kind=kind)
    for line in mara.get(reverse("events", args=[cast.northwind.pk])).context["page"].lines:
        assert line.what, line.kind


@pytest.mark.parametrize(("name", "what"), [("export_people", "people"), ("department_ids", "departments")])
def test_lists_that_are_taken_along_are_on_record(cast: Cast, mara: Client, name: str, what: str) -> None:
    mara.head(reverse(name, args=[cast.northwind.pk]))
    assert not Event.objects.filter(kind=EventKind.EXPORTED).exists()
    mara.get(reverse(name, args=[cast.northwind.pk]))
    event = Event.objects.get(kind=EventKind.EXPORTED)
    assert (event.by, event.details) == (cast.mara, {"what": what})


class TestRefused:
    """Refused access."""

    def refused(self) -> list[Event]:
        return list(Event.objects.filter(kind=EventKind.ACCESS_REFUSED).order_by("pk"))

    def test_it_is_on_record_with_the_account_that_was_not_opened(self, cast: Cast, mara: Client, as_) -> None:
        olga = as_(cast.olga)
        olga.get(reverse("people", args=[cast.northwind.pk]), REMOTE_ADDR="203.0.113.9")
        [event] = self.refused()
        assert (event.account_id, event.by, event.origin) == (cast.northwind.pk, cast.olga, "203.0.113.9")
        asked = f"account {cast.northwind.pk}"
        assert event.details == {"asked": asked, "page": "people", "method": "GET"}
        page = events_page(mara, cast.northwind, "?kind=refused")
        assert "Was refused a page of Northwind Academy Somebody else" in page
        assert "olga" not in page.lower(), "who belongs to another partner is not named"

    def test_asking_again_adds_nothing_and_a_scan_no_more_than_some(self, cast: Cast, as_) -> None:
        olga = as_(cast.olga)
        for _ in range(5):
            olga.get(reverse("people", args=[cast.northwind.pk]))
            olga.post(reverse("departments", args=[cast.northwind.pk]), {"name": "X"})
        assert len(self.refused()) == 1
        partners = Account.objects.bulk_create(
            Account(name=f"P{number}", pk=10_000 + number, partner_id=10_000 + number) for number in range(60)
        )
        for partner in partners:
            olga.get(reverse("people", args=[partner.pk]))
        assert len(self.refused()) == 50

    def test_ones_own_is_not(self, cast: Cast, mara: Client) -> None:
        mara.get(reverse("person", args=[cast.northwind.pk, 1 << 40]))
        mara.get("/nowhere/")
        Client().get(reverse("people", args=[cast.northwind.pk]))
        assert self.refused() == []

    def test_what_does_not_exist_is_with_no_account(self, cast: Cast, mara: Client) -> None:
        for pk in (1 << 40, 1 << 80):
            mara.get(reverse("people", args=[pk]))
        assert [(event.account, event.details["asked"]) for event in self.refused()] == [
            (None, f"account {1 << 40}"), (None, f"account {1 << 80}"),
        ]  # fmt: skip
        assert "refused" not in events_page(mara, cast.northwind)

    @pytest.mark.parametrize("path", ["/accounts/{}/people/", "/api/v1/accounts/{}/people/", "/api/v1/imports/{}/"])
    @pytest.mark.parametrize("times", [1, 2, 60])
    def test_it_takes_the_same_statements_for_what_does_not_exist(self, cast: Cast, as_, path: str, times: int) -> None:
        """The first time in an hour, when it is written down; the second; and when fifty are on record."""
        olga = as_(cast.olga)
        there = make_import(cast.maths, cast.mara).pk if "imports" in path else cast.northwind.pk
        seen = []
        for pk in (there, 1 << 40):
            with transaction.atomic():
                for number in range(times - 1):
                    olga.get(path.format(pk if times == 2 else (1 << 41) + number))
                with CaptureQueriesContext(connection) as asked:
                    olga.get(path.format(pk))
                transaction.set_rollback(True)
            seen.append([re.sub(r"\d+", "N", query["sql"])[:60] for query in asked])
        assert seen[0] == seen[1]
        assert any(sql.startswith('INSERT INTO "people_event"') for sql in seen[0]) == (times == 1)


def test_the_api_names_by_whom_only_to_those_who_know_them(cast: Cast, as_, done: None) -> None:
    as_(cast.olga).get(reverse("people", args=[cast.maths.pk]))
    memberships.change_role(
        membership=cast.liv.persons.get().memberships.get(account=cast.maths), role=Role.LEARNER, by=cast.mara
    )
    seen_by_whom = {"mara": {None, cast.mara.email, cast.dora.email}, "dora": {None, cast.dora.email}}
    for who, seen in seen_by_whom.items():
        account = cast.northwind if who == "mara" else cast.maths
        answer = as_(getattr(cast, who)).get(f"/api/v1/accounts/{account.pk}/events/")
        assert {event["by"] for event in answer.json()["results"]} == seen
