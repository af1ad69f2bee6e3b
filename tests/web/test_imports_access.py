"""Who may do what with imports (design §8): every address and method × the cast. What one may not see does not exist."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from people.imports.urls import urlpatterns
from people.models import Event, Import, ImportRow
from people.models.events import EventKind
from people.models.imports import Status
from tests.factories import Cast
from tests.web.uploads import choices, upload, work

PEOPLE = ["mara", "dora", "pete", "liv", "cora", "connie", "vera", "olga"]
NOWHERE = 9_000_000_000
METHODS = ["get", "head", "post", "put", "patch", "delete", "options"]

OF_ACCOUNTS = ["upload", "sample_file", "template_file", "imports"]
DOWNLOADS = ["download_problems", "download_result", "download_people"]
OF_IMPORTS = [
    "import",
    "match",
    "reading",
    "start",
    "stop",
    "resume",
    "undo",
    "correct_all",
    "retry",
    *DOWNLOADS,
    "import_row",
]
OF_ROWS = {"import_row": [2]}
"""What else is in the addresses of rows: a number that there is."""
ALLOWED = {
    "upload": {"get", "head", "post"},
    "sample_file": {"get", "head"},
    "template_file": {"get", "head"},
    "imports": {"get", "head"},
    "import": {"get", "head"},
    "match": {"get", "head", "post"},
    "reading": {"get", "head", "post"},
    "start": {"get", "head", "post"},
    "stop": {"get", "head", "post"},
    "resume": {"get", "head", "post"},
    "undo": {"get", "head", "post"},
    "correct_all": {"get", "head", "post"},
    "retry": {"get", "head", "post"},
    "import_row": {"get", "head", "post"},
    **{page: {"get", "head"} for page in DOWNLOADS},
}
MAY = {"northwind": {"mara"}, "maths": {"mara", "dora"}}
"""Who may open what is in this account, from this account."""


@pytest.fixture
def runs(cast: Cast, mara: Client) -> dict[str, Import]:
    """A checked import into Northwind, and one into Mathematics."""
    made = {name: upload(mara, getattr(cast, name), "Ann Arbor,ann@example.org,,,") for name in MAY}
    return {name: work(run) for name, run in made.items()}


def everything() -> list[object]:
    """All that an import page could change."""
    imports = Import.objects.order_by("pk").values_list(
        "pk", "status", "dialect", "mapping", "options", "start_when_checked"
    )
    return [*imports, Event.objects.exclude(kind=EventKind.ACCESS_REFUSED).count(), ImportRow.objects.count()]


def test_knows_every_address(cast: Cast) -> None:
    assert {pattern.name for pattern in urlpatterns} == {*OF_ACCOUNTS, *OF_IMPORTS} == set(ALLOWED)
    assert {name for name in get_resolver().reverse_dict if isinstance(name, str)} >= set(ALLOWED)


@pytest.mark.parametrize("where", MAY)
@pytest.mark.parametrize("who", PEOPLE)
def test_opens_only_what_one_administers(cast: Cast, runs: dict[str, Import], as_, who: str, where: str) -> None:
    client = as_(getattr(cast, who))
    account = getattr(cast, where)
    before = everything()

    for page in (*OF_ACCOUNTS, *OF_IMPORTS):
        for method in METHODS:
            arguments = [account.pk, runs[where].pk][: 1 + (page in OF_IMPORTS)] + OF_ROWS.get(page, [])
            nothing = getattr(client, method)(reverse(page, args=[NOWHERE, *arguments[1:]]))
            if method not in ALLOWED[page]:
                assert nothing.status_code == 405
                continue
            assert nothing.status_code == 404
            if who in MAY[where]:
                continue
            answer = getattr(client, method)(reverse(page, args=arguments), choices(runs[where]))
            assert (answer.status_code, answer.content) == (404, nothing.content), (page, method)

    assert everything() == before


@pytest.mark.parametrize("who", ["mara", "dora"])
def test_lets_the_admins_in(cast: Cast, runs: dict[str, Import], as_, who: str) -> None:
    client = as_(getattr(cast, who))
    arguments = [cast.maths.pk, runs["maths"].pk]

    for page in OF_ACCOUNTS:
        assert client.get(reverse(page, args=arguments[:1])).status_code == 200
    assert client.get(reverse("import", args=arguments)).status_code == 200
    assert client.post(reverse("match", args=arguments), choices(runs["maths"])).status_code == 302
    assert client.post(reverse("reading", args=arguments), {**runs["maths"].dialect}).status_code == 302
    assert client.post(reverse("start", args=arguments), choices(runs["maths"])).status_code == 302
    runs["maths"].refresh_from_db()
    assert runs["maths"].status == Status.QUEUED
    for page, status in (("stop", Status.STOPPED), ("resume", Status.QUEUED), ("stop", Status.STOPPED)):
        Import.objects.filter(pk=runs["maths"].pk).update(started_at=timezone.now())  # as if it had begun before
        assert client.post(reverse(page, args=arguments)).status_code == 302
        runs["maths"].refresh_from_db()
        assert runs["maths"].status == status
    assert client.post(reverse("undo", args=arguments)).status_code == 302
    assert work(runs["maths"]).status == Status.UNDONE


@pytest.mark.parametrize(
    ("who", "from_", "of"),
    [
        ("mara", "northwind", NOWHERE),
        ("mara", "maths", "northwind"),
        ("mara", "physics", "maths"),
        ("dora", "maths", "northwind"),
        ("pete", "physics", "maths"),
        ("olga", "contoso", "northwind"),
        ("olga", "wards", "maths"),
    ],
)
def test_finds_imports_only_from_where_they_belong(
    cast: Cast, runs: dict[str, Import], as_, who: str, from_: str, of: str | int
) -> None:
    client = as_(getattr(cast, who))
    account = getattr(cast, from_)
    number = of if isinstance(of, int) else runs[of].pk
    before = everything()

    for page in OF_IMPORTS:
        for method in ALLOWED[page] - {"head"}:
            nothing = getattr(client, method)(reverse(page, args=[account.pk, NOWHERE + 1, *OF_ROWS.get(page, [])]))
            answer = getattr(client, method)(
                reverse(page, args=[account.pk, number, *OF_ROWS.get(page, [])]), {"name": 0, "email": 1}
            )
            assert (answer.status_code, answer.content) == (404, nothing.content)
    assert everything() == before


def test_shows_a_partners_admin_the_imports_of_its_departments_too(
    cast: Cast, runs: dict[str, Import], mara: Client, as_
) -> None:
    answer = mara.get(reverse("import", args=[cast.northwind.pk, runs["maths"].pk]))
    assert answer.status_code == 200
    assert "into" in answer.content.decode()

    seen = {who: {run.pk for run in as_(getattr(cast, who)).get(address).context["history"].page} for who, address in (
        ("mara", reverse("imports", args=[cast.northwind.pk])),
        ("dora", reverse("imports", args=[cast.maths.pk])),
        ("pete", reverse("imports", args=[cast.physics.pk])),
        ("olga", reverse("imports", args=[cast.contoso.pk])),
    )}  # fmt: skip
    both = {run.pk for run in runs.values()}
    assert seen == {"mara": both, "dora": {runs["maths"].pk}, "pete": set(), "olga": set()}


@pytest.mark.parametrize("page", [*OF_ACCOUNTS, *OF_IMPORTS])
def test_sends_strangers_to_the_sign_in(client: Client, cast: Cast, runs: dict[str, Import], page: str) -> None:
    before = everything()
    for number in (runs["northwind"].pk, NOWHERE):
        arguments = [cast.northwind.pk, number][: 1 + (page in OF_IMPORTS)] + OF_ROWS.get(page, [])
        for method in ("get", "post"):
            answer = getattr(client, method)(reverse(page, args=arguments))
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("account_login"))
    assert everything() == before


@pytest.mark.parametrize("page", [page for page, methods in ALLOWED.items() if "post" in methods])
def test_takes_nothing_without_the_token(cast: Cast, runs: dict[str, Import], page: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.mara)
    before = everything()

    arguments = [cast.northwind.pk, runs["northwind"].pk][: 1 + (page in OF_IMPORTS)] + OF_ROWS.get(page, [])
    assert client.post(reverse(page, args=arguments), choices(runs["northwind"])).status_code == 403
    assert everything() == before


def test_does_nothing_by_a_link(cast: Cast, runs: dict[str, Import], mara: Client) -> None:
    arguments = [cast.northwind.pk, runs["northwind"].pk]
    address = reverse("import", args=arguments)

    for status in Status:
        Import.objects.filter(pk=arguments[1]).update(status=status, rows=0)
        before = everything()
        for page in ("match", "reading", "start"):
            answer = mara.get(reverse(page, args=arguments) + "?outcome=all")
            assert (answer.status_code, answer["Location"]) == (302, address + "?outcome=all")
        for page in ("stop", "resume", "undo"):
            answer = mara.get(reverse(page, args=arguments))
            assert (answer.status_code, answer["Location"]) == (302, address)
        assert everything() == before


def test_survives_ids_that_no_database_holds(cast: Cast, mara: Client) -> None:
    assert mara.get(f"/accounts/{cast.northwind.pk}/imports/{10**30}/").status_code == 404
    for page in ("start", "stop", "resume", "undo"):
        assert mara.post(f"/accounts/{10**30}/imports/1/{page}/").status_code == 404
        assert mara.post(f"/accounts/{cast.northwind.pk}/imports/{10**30}/{page}/").status_code == 404
