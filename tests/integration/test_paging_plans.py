"""What PostgreSQL means to do for a page of the people list, as it says itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.listing import paging
from people.listing.filters import SORT_WORDS, PeopleFilter, Position
from people.listing.finding import Choice
from people.listing.page import people_page
from tests.factories import make_cast

pytestmark = pytest.mark.django_db

FILL = """
WITH made AS (SELECT n, 'zed' || n || '@many.example' AS email FROM generate_series(1, 3000) AS n),
users AS (
    INSERT INTO people_user (email, password, is_active, is_staff, is_superuser, created_at)
    SELECT email, '', true, false, false, now() FROM made RETURNING id, email
),
persons AS (
    INSERT INTO people_person (partner_id, user_id, full_name, email, sort_key, search_text, created_at)
    SELECT %(partner)s, id, 'Zed', email, 'zed', 'zed ' || email, now() FROM users RETURNING id
)
INSERT INTO people_membership (partner_id, account_id, person_id, role, member_id, created_at)
SELECT %(partner)s, %(account)s, id, 'learner', 'Z' || id, now() FROM persons
"""
"""People of one import have one time of creation: the planner takes the newest five hundred for all of them."""


@pytest.mark.parametrize("sort", SORT_WORDS)
def test_it_looks_up_the_member_ids_of_those_it_looks_at_and_of_nobody_else(
    sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "_SMALL", 0)
    cast = make_cast()
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"partner": cast.northwind.pk, "account": cast.maths.pk})
        cursor.execute("ANALYZE people_person, people_membership")

    with CaptureQueriesContext(connection) as asked:
        people_page(Choice(cast.northwind, cast.northwind, PeopleFilter(search="zed", sort=sort)), Position())

    walks = [query["sql"] for query in asked if "EXISTS" in query["sql"]]
    assert walks
    for sql in walks:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}")
            assert "hashed SubPlan" not in "\n".join(line for (line,) in cursor.fetchall())
