"""One person: read, changed, and removed for good."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from people import persons, privacy, tasks
from people.api import versions
from people.api.base import ApiView, sent
from people.api.people.described import person_described
from people.api.people.sent import PersonChange
from people.api.people.shapes import PersonShape
from people.api.schema import IF_MATCH, VERSIONED
from people.models import Person
from people.services import lock_people


class OnePerson(ApiView):
    """One person of an account."""

    @extend_schema(operation_id="read_person", parameters=[VERSIONED], responses=PersonShape)
    def get(self, request: Request, account_id: int, person_id: int) -> Response:
        """Read a person."""
        return versions.shown(request, person_described(self.account(account_id), person_id))

    @extend_schema(
        operation_id="change_person",
        parameters=[IF_MATCH, VERSIONED],
        request=PersonChange,
        responses=PersonShape,
    )
    def patch(self, request: Request, account_id: int, person_id: int) -> Response:
        """Change a person’s name or address, deactivate them or let them in again; all of it or nothing."""
        account = self.account(account_id, parent=None)  # A person is the partner's (design §2).
        person_described(account, person_id)
        versions.require_version(request)
        wanted = sent(request, PersonChange)
        with transaction.atomic():
            lock_people(account.partner_id)
            versions.require_unchanged(request, person_described(account, person_id))
            person = Person.objects.get(pk=person_id)
            if "full_name" in wanted:
                person = persons.rename(person=person, full_name=wanted["full_name"], by=self.user)
            if "email" in wanted:
                person = persons.change_email(person=person, email=wanted["email"], by=self.user)
            if "active" in wanted:
                change = persons.reactivate if wanted["active"] else persons.deactivate
                change(person=person, by=self.user)
        return versions.shown(request, person_described(account, person_id))

    @extend_schema(operation_id="erase_person", parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Request, account_id: int, person_id: int) -> Response:
        """Remove a person for good. With their places goes what imports and events say of them; it can’t be taken back. To take
        somebody out of one account, remove their membership.
        """
        account = self.account(account_id, parent=None)
        person_described(account, person_id)
        versions.require_version(request)
        with transaction.atomic():
            person = get_object_or_404(Person, pk=person_id)
            privacy.hold(person)
            versions.require_unchanged(request, person_described(account, person_id))
            privacy.erase(person=person, by=self.user)
        if privacy.is_due():
            tasks.look_for_the_removed()
        return Response(status=status.HTTP_204_NO_CONTENT)
