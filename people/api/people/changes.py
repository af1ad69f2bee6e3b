"""Changes of many people at once: asked for, and told how far they are; by the form and the workers of the pages."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from departments.models import Account
from people import bulk, tasks
from people.api import repeats, versions
from people.api.base import ApiView, sent
from people.api.people.change_shapes import PeopleChangeSent, PeopleChangeShape
from people.api.schema import IDEMPOTENCY_KEY, ITS_LOCATION, VERSIONED
from people.bulk.forms import BulkForm
from people.bulk.selection import Selection
from people.listing.filters import PeopleFilter
from people.listing.finding import Choice
from people.models import Bulk, Import


class PeopleChanges(ApiView):
    """Changes of many people of an account."""

    @extend_schema(
        operation_id="change_people",
        parameters=[IDEMPOTENCY_KEY, VERSIONED, ITS_LOCATION],
        request=PeopleChangeSent,
        responses={202: PeopleChangeShape},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Do the same to many people, in the background. For whom it can’t be done, is told; the others are not kept from it."""
        account = self.account(account_id)
        wanted = sent(request, PeopleChangeSent)
        action = next((one for one in bulk.actions_for(account) if one.code == wanted["action"]), None)
        if action is None:
            raise ValidationError({"action": ["This is done from the partner account only. Send that one’s id."]})
        options = _options(account, action, wanted)
        people = self._chosen(account, wanted).people

        def create() -> Response:
            change = bulk.ask(action=action, people=people, account=account, options=options, key=uuid4(), by=self.user)
            transaction.on_commit(lambda: tasks.enqueue_bulk([change.pk]) and None)
            address = reverse("api:people_change", args=[account.pk, change.pk])
            headers = {"Location": request.build_absolute_uri(address)}
            return versions.shown(request, described(change), status=status.HTTP_202_ACCEPTED, headers=headers)

        return repeats.once(request, create)

    def _chosen(self, account: Account, wanted: dict[str, Any]) -> Selection:
        """Those whom one sees of the people named, or all that the filter chooses."""
        query, run = QueryDict(mutable=True), None
        for name, value in wanted.get("filter", {}).items():
            query.setlist(name, [str(one) for one in value] if isinstance(value, list | set) else [str(value)])
        if "import" in query:
            run = get_object_or_404(Import, pk=query["import"], account__in=self.accounts)
        ids = tuple(wanted["person_ids"]) if "person_ids" in wanted else None
        return Selection(Choice(account, account, PeopleFilter.from_query(query), run), ids)


class OnePeopleChange(ApiView):
    """One change of many people."""

    @extend_schema(operation_id="read_people_change", parameters=[VERSIONED], responses=PeopleChangeShape)
    def get(self, request: Request, account_id: int, change_id: int) -> Response:
        """Read how far a change of many people is, and for whom it could not be done."""
        change = get_object_or_404(Bulk, pk=change_id, account=self.account(account_id))
        return versions.shown(request, described(change))


def _options(account: Account, action: bulk.Action, wanted: dict[str, Any]) -> dict[str, Any]:
    """What goes with the action, as the page's form has it. Raises ValidationError for what the form doesn't offer."""
    names = {name: name if name == "role" else "account_id" for name in action.fields}
    if left := {"role", "account_id"} & wanted.keys() - set(names.values()):
        raise ValidationError({name: ["This action has no use for it. Leave it out."] for name in left})
    data = QueryDict(mutable=True)
    data.update({"key": str(uuid4()), "number": "0"})
    data.update({name: str(wanted[of]) for name, of in names.items() if of in wanted})
    form = BulkForm(data, action=action, account=account, place=account, number=0)
    if not form.is_valid():
        raise ValidationError({names.get(name, name): list(map(str, errors)) for name, errors in form.errors.items()})
    return form.options


def described(change: Bulk) -> dict[str, Any]:
    """A change of many people, described."""
    return dict(PeopleChangeShape(change).data)
