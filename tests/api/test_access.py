"""Who gets what answer: every address, every method, everybody; by token and by session."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from people import tokens
from people.api import urls
from people.models import AccessToken, Event, Import, Membership, Person
from people.models.events import EventKind
from people.models.imports import Status
from people.roles import Role
from tests.api.conftest import API, Caller, assert_shape
from tests.api.operations import make_change
from tests.factories import Cast, make_import, make_person

NOWHERE = 9_000_000_000
METHODS = ["get", "post", "patch", "delete"]
OUTSIDERS = ["pete", "liv", "cora", "connie", "vera", "olga"]


def addresses(cast: Cast, run: Import) -> dict[str, str]:
    """Every address that is about Mathematics."""
    place = Membership.objects.get(person__user=cast.liv, account=cast.maths)
    ids = {
        "account_id": cast.maths.pk,
        "department_id": cast.maths.pk,
        "person_id": place.person_id,
        "membership_id": place.pk,
        "import_id": run.pk,
        "number": 2,
        "change_id": make_change(cast).pk,
    }
    found = {}
    for pattern in urls.urlpatterns:
        if pattern.name in (None, "openapi", "description", "accounts"):
            continue
        path = str(pattern.pattern)
        for name, number in ids.items():
            path = path.replace(f"<int:{name}>", str(number))
        found[pattern.name] = path.replace("<str:kind>", "result")
    return found


@pytest.fixture
def run(cast: Cast) -> Import:
    fields = {"mapping": {"name": [0], "email": 1}, "options": {"existing": "update", "problems": "skip"}}
    return make_import(cast.maths, cast.mara, status=Status.CHECKED, **fields)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_what_one_may_not_see_does_not_exist(cast: Cast, run: Import, calling: Callable[..., Caller], who: str) -> None:
    caller = calling(getattr(cast, who))
    events = Event.objects.exclude(kind=EventKind.ACCESS_REFUSED)
    before = (events.count(), list(Import.objects.values()), list(Membership.objects.values()))

    assert cast.maths.pk not in [account["id"] for account in caller.get("accounts/").json()["results"]]
    for name, path in addresses(cast, run).items():
        for method in METHODS:
            answer = caller(method, path)
            elsewhere = path.replace(f"accounts/{cast.maths.pk}", f"accounts/{NOWHERE}")
            nothing = caller(method, elsewhere.replace(f"imports/{run.pk}", f"imports/{NOWHERE}"))
            assert answer.status_code in (404, 405), (name, method)
            assert answer.content == nothing.content
    assert before == (events.count(), list(Import.objects.values()), list(Membership.objects.values()))


def test_every_address_answers_every_method_in_one_shape(cast: Cast, run: Import, mara: Caller) -> None:
    found = addresses(cast, run)
    for path in [*found.values(), "accounts/", "nowhere", "imports/x/"]:
        for method in METHODS:
            assert mara(method, path).status_code < 500


def test_a_stranger_is_asked_who_they_are(cast: Cast, run: Import) -> None:
    for path in [*addresses(cast, run).values(), "accounts/"]:
        for secret in ("", "Bearer", "Bearer x", "Bearer cerego_x", "Basic YTpi"):
            answer = Client().get(API + path, headers={"Authorization": secret} if secret else {})
            assert_shape(answer)
            assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')


def test_the_session_of_the_pages_opens_it_too_but_changes_nothing_without_the_token_of_its_forms(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.mara)

    assert client.get(f"{API}accounts/").status_code == 200
    refused = client.post(f"{API}accounts/{cast.northwind.pk}/departments/", {"name": "X"}, "application/json")
    assert_shape(refused)
    assert refused.status_code == 403


def test_a_reading_token_changes_nothing(cast: Cast, calling: Callable[..., Caller]) -> None:
    reader = calling(cast.mara, may_write=False)

    assert reader.get("accounts/").status_code == 200
    refused = reader.post(f"accounts/{cast.northwind.pk}/departments/", {"name": "X"})
    assert (refused.status_code, refused.json()["code"]) == (403, "token.read_only")


def test_a_token_for_one_account_reaches_no_other(cast: Cast, calling: Callable[..., Caller]) -> None:
    caller = calling(cast.mara, account=cast.maths)

    assert [account["name"] for account in caller.get("accounts/").json()["results"]] == ["Mathematics"]
    assert caller.get(f"accounts/{cast.northwind.pk}/people/").status_code == 404
    whole = calling(cast.mara, account=cast.northwind)
    assert len(whole.get("accounts/").json()["results"]) == 3


@pytest.mark.parametrize("end", ["revoked", "expired", "deactivated"])
def test_a_token_that_has_ended_opens_nothing(cast: Cast, mara: Caller, end: str) -> None:
    token = AccessToken.objects.get()
    if end == "revoked":
        tokens.revoke(token=token, by=cast.mara)
    elif end == "expired":
        AccessToken.objects.update(expires_at=timezone.now())
    else:
        cast.mara.is_active = False
        cast.mara.save()

    assert mara.get("accounts/").json()["code"] == "token.invalid"


def test_a_deactivated_admins_token_is_none_any_more(cast: Cast, mara: Caller) -> None:
    Person.objects.filter(user=cast.mara).update(deactivated_at=timezone.now())

    answer = mara.get("accounts/")
    assert (answer.status_code, answer.json()["code"]) == (401, "token.invalid")


def test_a_token_finds_nothing_once_its_owner_has_lost_the_role(cast: Cast, mara: Caller) -> None:
    assert mara.get(f"accounts/{cast.maths.pk}/people/").status_code == 200
    Membership.objects.filter(person__user=cast.mara).update(role="learner")

    assert mara.get("accounts/").json() == {"results": [], "next": None}
    assert mara.get(f"accounts/{cast.maths.pk}/people/").status_code == 404


def test_a_token_of_who_is_deactivated_here_goes_on_elsewhere(cast: Cast, mara: Caller) -> None:
    make_person(cast.contoso, "M. Okafor", email=cast.mara.email, role=Role.ADMIN)
    Person.objects.filter(user=cast.mara, partner=cast.northwind.pk).update(deactivated_at=timezone.now())

    assert {account["name"] for account in mara.get("accounts/").json()["results"]} == {"Contoso", "Wards"}


def test_a_token_is_stored_as_a_digest_and_noted_as_used(cast: Cast, mara: Caller) -> None:
    assert mara.secret not in str(AccessToken.objects.values())
    assert AccessToken.objects.get().last_used_at is None
    mara.get("accounts/")
    assert AccessToken.objects.get().last_used_at is not None


def test_nobody_revokes_somebody_elses(cast: Cast, mara: Caller) -> None:
    assert tokens.revoke(token=AccessToken.objects.get(), by=cast.olga).is_live
