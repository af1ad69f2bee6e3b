"""Personal access tokens: a script that has one acts as its user, with what the token leaves of their rights."""

from people.tokens.keeping import MAX_DAYS, PREFIX, create, of_user, recognise, revoke

__all__ = ["MAX_DAYS", "PREFIX", "create", "of_user", "recognise", "revoke"]
