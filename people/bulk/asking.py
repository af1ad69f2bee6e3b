"""Asking for a change of many people: it is written down with everybody it is about, and due from then on."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from departments.models import Account
from people.bulk.actions import Action
from people.models import Bulk, Person, User


@transaction.atomic
def ask(
    *, action: Action, people: QuerySet[Person], account: Account, options: dict[str, Any], key: UUID, by: User
) -> Bulk:
    """Write down a change of ``people``; the one that was asked for with this key already, if there is one.

    ``options`` has what ``action.fields`` names: the id of an account, a role. One statement, also for a million people.
    """
    bulk, is_new = Bulk.objects.get_or_create(
        key=key,
        created_by=by,
        defaults={
            "partner_id": account.partner_id,
            "account": account,
            "action": action.code,
            "options": options,
        },
    )
    if is_new:
        query, parameters = people.order_by().values_list("pk").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_bulkperson (bulk_id, person_id)"  # noqa: S608 (Django's own statement within ours)
                f" SELECT %s, chosen.id FROM ({query}) AS chosen (id) ORDER BY chosen.id",
                [bulk.pk, *parameters],
            )
            bulk.people = cursor.rowcount
        bulk.save(update_fields=["people"])
    return bulk
