"""Invitations: of one person, and of all whom an import placed; by the doors of the pages."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from people import invitations, tasks
from people.api import versions
from people.api.base import ApiView
from people.api.imports.base import OfImport, described
from people.api.people.described import person_described
from people.api.people.shapes import InvitationShape, InvitedShape
from people.api.schema import IF_MATCH_PERHAPS, VERSIONED
from people.models import Invitation
from people.person.page import people_seen_from


class PersonInvitation(ApiView):
    """The invitation of a person."""

    @extend_schema(operation_id="read_invitation", parameters=[VERSIONED], responses=InvitationShape)
    def get(self, request: Request, account_id: int, person_id: int) -> Response:
        """Read how far a person’s invitation is; 404 while nobody has asked for one."""
        person = get_object_or_404(people_seen_from(self.account(account_id)), pk=person_id)
        found = get_object_or_404(Invitation, person=person.pk)
        return versions.shown(request, dict(InvitationShape(found).data))

    @extend_schema(
        operation_id="invite_person",
        parameters=[IF_MATCH_PERHAPS, VERSIONED],
        request=None,
        responses={202: InvitationShape},
    )
    def post(self, request: Request, account_id: int, person_id: int) -> Response:
        """Send a person an invitation, or a new link: former ones work no more. The version is the person’s."""
        account = self.account(account_id)
        person = get_object_or_404(people_seen_from(account), pk=person_id)
        with transaction.atomic():
            versions.require_unchanged(request, person_described(account, person_id))
            sent = invitations.resend(person=person, account=account, by=self.user)
            transaction.on_commit(lambda: tasks.post() and None)
        return versions.shown(request, dict(InvitationShape(sent).data), status=status.HTTP_202_ACCEPTED)


class ImportInvitations(OfImport):
    """The invitations of an import's people."""

    @extend_schema(
        operation_id="invite_import", parameters=[IF_MATCH_PERHAPS], request=None, responses={202: InvitedShape}
    )
    def post(self, request: Request, import_id: int) -> Response:
        """Invite the people of an import who have no invitation yet; however often it is asked, each gets one."""
        run = self.run(import_id)
        with transaction.atomic():
            versions.require_unchanged(request, described(run, self))
            persons = invitations.people_of(run)
            invited = invitations.invite(persons=persons, account=run.account, by=self.user, run=run)
            transaction.on_commit(lambda: tasks.post() and None)
        return Response(InvitedShape({"invited": invited}).data, status=status.HTTP_202_ACCEPTED)
