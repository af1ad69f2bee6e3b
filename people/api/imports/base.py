"""What all addresses of one import share."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.response import Response

from people import tasks
from people.api import versions
from people.api.base import ApiView
from people.api.imports.shapes import ImportShape
from people.api.naming import with_addresses
from people.models import Import


class OfImport(ApiView):
    """An address of one import."""

    def seen(self) -> QuerySet[Import]:
        """The imports that the caller may see."""
        imports = Import.objects.select_related("account")
        return imports.filter(Q(account__in=self.accounts) | Q(partner__in=self.accounts))

    def run(self, import_id: int) -> Import:
        """One of them; otherwise 404."""
        return get_object_or_404(self.seen(), pk=import_id)

    def locked(self, import_id: int) -> Import:
        """The same, as it stays until the end of the transaction."""
        return get_object_or_404(self.seen().select_for_update(of=("self",), no_key=True), pk=import_id)

    def change(self, import_id: int, change: Callable[[Import], Import]) -> Response:
        """What ``change`` makes of the import; if the caller says which version, of that one only."""
        run = self.run(import_id)
        with transaction.atomic():
            if "If-Match" in self.request.headers:
                run = self.locked(import_id)
                versions.require_unchanged(self.request, described(run, self))
            run = change(run)
            tell_workers(run)
        return versions.shown(self.request, described(run, self), status=status.HTTP_202_ACCEPTED)


def described(run: Import, view: ApiView) -> dict[str, Any]:
    """An import, described to the caller: to who administers its partner, as one sees it from there."""
    at = view.accounts.filter(pk=run.partner_id).first() or run.account
    (told,) = with_addresses("created_by_id", at=at, reader=view.user)([run])
    return dict(ImportShape(told).data)


def tell_workers(run: Import) -> None:
    """After the commit. Where the broker can't be reached nothing is lost: the sweeper tells them later (L5)."""
    if run.is_moving:
        transaction.on_commit(lambda: tasks.enqueue([run.pk]) and None)
