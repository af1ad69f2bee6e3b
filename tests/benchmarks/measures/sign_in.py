"""How long it takes to be told that one can't come in: for an address that nobody has, a wrong password, somebody who never set
one and somebody deactivated. The medians are to lie so close that nobody can tell which it was.

The cases take turns, so that whatever else the machine does falls on all of them.
"""

from statistics import median
from time import perf_counter
from typing import Final

from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from people.models import Person, User
from people.services import create_person
from tests.benchmarks import place
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Bar, Figures

APART_MILLISECONDS: Final = 10.0
_TIMES: Final = 60
_WARM_UP: Final = 5
_PASSWORD: Final = "a wholly ordinary long password"


def measure(bench: Bench, figures: Figures) -> None:
    """Try to come in, many times in each way, with the real password hasher."""
    place.empty()
    addresses = _people(bench)
    taken: dict[str, list[float]] = {case: [] for case in addresses}
    with override_settings(
        SECURE_SSL_REDIRECT=False, ALLOWED_HOSTS=["testserver"], ACCOUNT_RATE_LIMITS=False, SESSION_COOKIE_SECURE=False
    ):
        for number in range(_WARM_UP + _TIMES):
            for case, address in addresses.items():
                milliseconds = _try(address)
                if number >= _WARM_UP:
                    taken[case].append(milliseconds)
    cache.clear()
    medians = {case: median(times) for case, times in taken.items()}
    for case, milliseconds in medians.items():
        bench.tell(f"sign-in, {case}: p50 {milliseconds:.1f} ms")
    apart = max(medians.values()) - min(medians.values())
    figures.add(
        f"Being refused at sign-in, {_TIMES} times each:",
        [{"who": case, "p50 ms": value, "longest ms": max(taken[case])} for case, value in medians.items()],
        Bar("sign-in: medians of unknown, wrong, never activated, deactivated apart", apart, APART_MILLISECONDS, "ms"),
    )


def _people(bench: Bench) -> dict[str, str]:
    """An address for each case."""
    cases = {
        case: f"{case.replace(' ', '-')}@signing-in.example" for case in ("wrong", "never activated", "deactivated")
    }
    for case, address in cases.items():
        user = User.objects.create_user(address, None if case == "never activated" else _PASSWORD)
        person = create_person(partner_id=bench.first.partner.pk, user=user, full_name=case)
        now = timezone.now()
        Person.objects.filter(pk=person.pk).update(
            invited_at=now,
            joined_at=None if case == "never activated" else now,
            deactivated_at=now if case == "deactivated" else None,
        )
    return {"unknown": "nobody@signing-in.example", **cases}


def _try(address: str) -> float:
    client = Client()
    began = perf_counter()
    answer = client.post("/account/login/", {"login": address, "password": "not it, whoever asks"})
    milliseconds = (perf_counter() - began) * 1000
    if answer.status_code not in (200, 422):
        raise RuntimeError(f"Signing in as {address} answers {answer.status_code}.")
    return milliseconds
