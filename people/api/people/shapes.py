"""What people, their places and their invitations look like to a script."""

from typing import Any, Final

from rest_framework import serializers

from people.api import examples
from people.api.accounts.shapes import NamedAccount
from people.api.schema import shown_as
from people.models.invitations import InvitationState
from people.roles import Role
from people.statuses import PersonStatus

ROLES: Final = [role.value for role in Role]
STATUSES: Final = [status.value for status in PersonStatus]


@shown_as(examples.MEMBERSHIP)
class MembershipShape(serializers.Serializer[Any]):
    """A person's place in one account."""

    id = serializers.IntegerField()
    account = NamedAccount()
    role = serializers.ChoiceField(choices=ROLES)
    member_id = serializers.CharField(
        help_text="The customer's own number for the person there; empty if there is none."
    )
    created_at = serializers.DateTimeField()


@shown_as(examples.PERSON)
class PersonShape(serializers.Serializer[Any]):
    """A person as the partner knows them, with the places that the caller may see."""

    id = serializers.IntegerField()
    full_name = serializers.CharField()
    email = serializers.EmailField()
    status = serializers.ChoiceField(choices=STATUSES)
    last_sign_in = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    invited_at = serializers.DateTimeField(allow_null=True)
    joined_at = serializers.DateTimeField(allow_null=True)
    deactivated_at = serializers.DateTimeField(allow_null=True)
    memberships = MembershipShape(source="places", many=True)


@shown_as(examples.INVITATION)
class InvitationShape(serializers.Serializer[Any]):
    """How far the mail with a person's link is."""

    state = serializers.ChoiceField(choices=InvitationState.values)
    asked_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True, help_text="Until when the link works.")
    accepted_at = serializers.DateTimeField(allow_null=True)


@shown_as({"invited": 18})
class InvitedShape(serializers.Serializer[Any]):
    """How many mails go out now."""

    invited = serializers.IntegerField()
