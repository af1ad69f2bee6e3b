"""What is told of one person: what happened to them, and all that is held about them; as on their page."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from people import auditing, privacy
from people.api.base import ApiView
from people.api.people.told_shapes import HeldShape, HistoryShape
from people.person.history import history_of
from people.person.page import people_seen_from


class PersonHistory(ApiView):
    """What happened to a person."""

    @extend_schema(operation_id="read_history", responses=HistoryShape)
    def get(self, request: Request, account_id: int, person_id: int) -> Response:
        """Read what happened to a person, the newest first. It tells what others did, and which rows of which imports made
        or changed what.
        """
        account = self.account(account_id)
        person = get_object_or_404(people_seen_from(account), pk=person_id)
        return Response(HistoryShape({"entries": history_of(account, person, reader=self.user)}).data)


class PersonData(ApiView):
    """What is held about a person."""

    @extend_schema(operation_id="read_person_data", responses=HeldShape)
    def get(self, request: Request, account_id: int, person_id: int) -> Response:
        """Read all that is held about a person, to hand it to them. That somebody did is put on record."""
        account = self.account(account_id, parent=None)  # Who somebody is to the partner is the partner's.
        person = get_object_or_404(people_seen_from(account).select_related("partner"), pk=person_id)
        held: dict[str, Any] = privacy.held_about(person)
        if request.method == "GET":
            auditing.record_export(account=account, what="person", by=self.user, person=person)
        return Response(held)
