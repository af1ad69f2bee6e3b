"""The people of an account: listed as the People page does, and a few added as 'Add people' does."""

from typing import Any, Final

from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from cerego.errors import Refused
from cerego.sentences import refusal_sentence
from departments.models import Account
from people.adding.lines import TypedPerson, add_people
from people.api import repeats, versions
from people.api.base import ApiView, asked, sent
from people.api.imports.base import described as import_described
from people.api.imports.base import tell_workers
from people.api.imports.shapes import ImportShape
from people.api.paging import address_of, signed
from people.api.people.described import give_places
from people.api.people.sent import NewPeopleSent, PeopleAsked
from people.api.people.shapes import PersonShape
from people.api.schema import IDEMPOTENCY_KEY, ITS_LOCATION, VERSIONED, listed
from people.listing.filters import PeopleFilter, Position
from people.listing.finding import Choice
from people.listing.ordering import Order
from people.listing.page import people_page
from people.models import Import
from people.roles import Role
from people.values import email_from, member_id_from, name_from

_SALT: Final = "cursor:people:"


class People(ApiView):
    """The people of an account."""

    @extend_schema(operation_id="list_people", parameters=[PeopleAsked], responses=listed(PersonShape))
    def get(self, request: Request, account_id: int) -> Response:
        """List the people of an account, as its People page does."""
        account = self.account(account_id)
        wanted = asked(request, PeopleAsked)
        run = None
        if "import" in wanted:
            run = get_object_or_404(Import, pk=wanted["import"], account__in=self.accounts)
        choice = Choice(account, account, PeopleFilter.from_query(request.query_params), run)
        salt = _SALT + choice.chosen.query
        page = people_page(choice, _position(signed(wanted["cursor"], salt)) if "cursor" in wanted else Position())
        address = None
        if page.found.has_next and page.people:
            last, order = page.people[-1], Order.named(choice.chosen.sort)
            address = address_of(request, [page.number + 1, last.pk, order.place_of(last)], salt)
        give_places(account, page.people)
        return Response({"results": PersonShape(page.people, many=True).data, "next": address})

    @extend_schema(
        operation_id="add_people",
        parameters=[IDEMPOTENCY_KEY, VERSIONED, ITS_LOCATION],
        request=NewPeopleSent,
        responses={202: ImportShape},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Add a few people, by an import that begins at once: who is here already is found, not added twice. Its rows tell what
        became of each, and it can be undone.
        """
        account = self.account(account_id)
        wanted = sent(request, NewPeopleSent)
        people = _read(wanted["people"])
        place = self._place(account, wanted.get("department_id") or account.pk)

        def create() -> Response:
            run = add_people(account=account, people=people, department=place, role=Role(wanted["role"]), by=self.user)
            tell_workers(run)
            headers = {"Location": request.build_absolute_uri(reverse("api:import", args=[run.pk]))}
            return versions.shown(
                request, import_described(run, self), status=status.HTTP_202_ACCEPTED, headers=headers
            )

        return repeats.once(request, create)

    def _place(self, account: Account, place: int) -> int:
        """Where they go: the account itself, or a live department of it, as on the page."""
        if place != account.pk and not account.departments.live().filter(pk=place).exists():
            context = {"value": place, "account": account.name}
            raise ValidationError({"department_id": [refusal_sentence("department.unknown", context)]})
        return place


def _position(cursor: list[Any]) -> Position:
    page, after, place = cursor
    return Position(page, after=after, place=place)


def _read(people: list[dict[str, Any]]) -> list[TypedPerson]:
    """Names, addresses and member IDs as the pages read them; what can't be one is named with its number, from 0."""
    found, wrong = [], {}
    for number, one in enumerate(people):
        try:
            name = name_from(one["full_name"]) if one["full_name"].strip() else ""
            found.append(TypedPerson(name, email_from(one["email"]), member_id_from(one["member_id"])))
        except Refused as refusal:
            field = {"name": "full_name"}.get(kind := refusal.code.partition(".")[0], kind)
            wrong[f"people.{number}.{field}"] = [refusal_sentence(refusal.code, refusal.context)]
    if wrong:
        raise ValidationError(wrong)
    return found
