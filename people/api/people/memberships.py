"""A person's places: given, changed, taken."""

from collections.abc import Callable

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from people import memberships
from people.api import repeats, versions
from people.api.base import ApiView, sent
from people.api.people.described import place_described
from people.api.people.sent import MembershipChange, MembershipSent
from people.api.people.shapes import MembershipShape
from people.api.schema import IDEMPOTENCY_KEY, IF_MATCH, ITS_LOCATION, VERSIONED
from people.models import Membership
from people.person.page import people_seen_from
from people.roles import Role
from people.selectors import memberships_seen_from
from people.services import lock_people


class Memberships(ApiView):
    """The places of a person."""

    @extend_schema(
        operation_id="add_membership",
        parameters=[IDEMPOTENCY_KEY, VERSIONED, ITS_LOCATION],
        request=MembershipSent,
        responses={201: MembershipShape},
    )
    def post(self, request: Request, account_id: int, person_id: int) -> Response:
        """Put a person into an account of the same partner that you administer."""
        account = self.account(account_id, parent=None)
        person = get_object_or_404(people_seen_from(account), pk=person_id)
        wanted = sent(request, MembershipSent)
        place = self.account(wanted["account_id"], partner=account.partner_id)
        role, member_id = Role(wanted["role"]), wanted["member_id"]

        def create() -> Response:
            made = memberships.add(person=person, account=place, role=role, member_id=member_id, by=self.user)
            address = reverse("api:membership", args=[account.pk, person_id, made.pk])
            headers = {"Location": request.build_absolute_uri(address)}
            return versions.shown(request, place_described(made), status=status.HTTP_201_CREATED, headers=headers)

        return repeats.once(request, create)


class OneMembership(ApiView):
    """One place of a person."""

    @extend_schema(operation_id="read_membership", parameters=[VERSIONED], responses=MembershipShape)
    def get(self, request: Request, account_id: int, person_id: int, membership_id: int) -> Response:
        """Read a person’s place in an account."""
        return versions.shown(request, place_described(self._membership(account_id, person_id, membership_id)))

    @extend_schema(
        operation_id="change_membership",
        parameters=[IF_MATCH, VERSIONED],
        request=MembershipChange,
        responses=MembershipShape,
    )
    def patch(self, request: Request, account_id: int, person_id: int, membership_id: int) -> Response:
        """Change the role or the member ID of a person in an account."""
        membership = self._membership(account_id, person_id, membership_id)
        versions.require_version(request)
        wanted = sent(request, MembershipChange)

        def change(found: Membership) -> Response:
            if "role" in wanted:
                found = memberships.change_role(membership=found, role=Role(wanted["role"]), by=self.user)
            if "member_id" in wanted:
                found = memberships.change_member_id(membership=found, member_id=wanted["member_id"], by=self.user)
            return versions.shown(request, place_described(found))

        return self._change(membership, change)

    @extend_schema(operation_id="remove_membership", parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Request, account_id: int, person_id: int, membership_id: int) -> Response:
        """Take a person out of an account; they stay with the partner."""
        membership = self._membership(account_id, person_id, membership_id)
        versions.require_version(request)

        def remove(found: Membership) -> Response:
            memberships.remove(membership=found, by=self.user)
            return Response(status=status.HTTP_204_NO_CONTENT)

        return self._change(membership, remove)

    def _membership(self, account_id: int, person_id: int, membership_id: int) -> Membership:
        seen = memberships_seen_from(self.account(account_id)).select_related("account", "person")
        return get_object_or_404(seen, pk=membership_id, person=person_id)

    def _change(self, membership: Membership, change: Callable[[Membership], Response]) -> Response:
        """Holding the lock, so that the version that was looked at is the one that is changed."""
        with transaction.atomic():
            lock_people(membership.partner_id)
            now = get_object_or_404(Membership.objects.select_related("account", "person"), pk=membership.pk)
            versions.require_unchanged(self.request, place_described(now))
            return change(now)
