"""The generated staff lists of the benchmarks."""

from collections import Counter
from itertools import pairwise

import pytest

from people.roles import Role
from tests.benchmarks import staff

DEPARTMENTS = range(100, 140)


@pytest.fixture(scope="module")
def records():
    return list(staff.records(20_000, departments=DEPARTMENTS, seed=7, prefix="here-"))


def test_the_same_seed_makes_the_same_list(records):
    again = staff.records(20_000, departments=DEPARTMENTS, seed=7, prefix="here-")

    assert list(again) == records


def test_a_longer_list_begins_like_a_shorter_one(records):
    assert list(staff.records(300, departments=DEPARTMENTS, seed=7, prefix="here-")) == records[:300]


def test_another_seed_makes_another(records):
    assert list(staff.records(20_000, departments=DEPARTMENTS, seed=8, prefix="here-")) != records


def test_rows_are_what_the_brief_says(records):
    domains = {record.email.partition("@")[2] for record in records if "@" in record.email}
    places = Counter(record.department for record in records if record.problem != "department")
    share_with_accents = sum(not record.cells[0].isascii() for record in records) / len(records)

    assert len(domains) == 50
    assert all(domain.startswith("here-") for domain in domains)
    assert set(places) == {None, *DEPARTMENTS}
    assert places[None] / len(records) == pytest.approx(0.25, abs=0.02)
    assert share_with_accents > 0.25
    assert sum(bool(record.cells[3]) for record in records) / len(records) == pytest.approx(0.10, abs=0.01)
    assert sum(record.role is Role.ADMIN for record in records) > 0


def test_one_row_in_a_hundred_has_a_problem_of_every_kind(records):
    problems = Counter(record.problem for record in records if record.problem)

    assert problems.total() / len(records) == pytest.approx(0.01, abs=0.003)
    assert set(problems) == set(staff.KINDS)
    assert min(problems.values()) > 20


def test_only_repeated_rows_are_there_twice(records):
    addresses = Counter(record.email for record in records if record.problem != "repeated")

    assert set(addresses.values()) == {1}
    assert all(one.cells == two.cells for one, two in pairwise(records) if two.problem == "repeated")
