"""The imports of an account: listed, and begun by an upload."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from cerego.uploads import left_out
from people.api import repeats, versions
from people.api.access import PerUpload, PerUser
from people.api.base import ApiView, PageAsked, asked, sent
from people.api.imports.base import described, tell_workers
from people.api.imports.matching import begun
from people.api.imports.sent import UploadSent, choices_of
from people.api.imports.shapes import ImportShape
from people.api.naming import with_addresses
from people.api.paging import paged
from people.api.parsing import Upload
from people.api.schema import IDEMPOTENCY_KEY, ITS_LOCATION, VERSIONED, listed
from people.imports import intake
from people.imports.fair_use import refuse_too_many_uploads
from people.imports.pages.contexts import imports_seen_from
from people.models.imports import Status


class ImportsAsked(PageAsked):
    """Which imports."""

    status = serializers.MultipleChoiceField(choices=Status.values, required=False)


class Imports(ApiView):
    """The imports of an account."""

    parser_classes = (Upload,)
    throttle_classes = (PerUser, PerUpload)
    takes_files = True

    @extend_schema(operation_id="list_imports", parameters=[ImportsAsked], responses=listed(ImportShape))
    def get(self, request: Request, account_id: int) -> Response:
        """List the imports of an account, the newest first; of a partner account, those into its departments too."""
        account = self.account(account_id)
        seen = imports_seen_from(account).order_by("-created_at", "-id")
        if wanted := asked(request, ImportsAsked).get("status"):
            seen = seen.filter(status__in=wanted)
        told = with_addresses("created_by_id", at=account, reader=self.user)
        return Response(paged(request, seen, ImportShape, query=ImportsAsked, seen_as=told))

    @extend_schema(
        operation_id="create_import",
        parameters=[IDEMPOTENCY_KEY, VERSIONED, ITS_LOCATION],
        request={"multipart/form-data": UploadSent},
        responses={202: ImportShape},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Upload a file to be imported into an account. It is checked at once; with “start”, imported as well."""
        account = self.account(account_id)
        refuse_too_many_uploads(self.user)
        request.data  # noqa: B018 (read, so that it is known whether the file was left out, and why)
        if reason := left_out(request._request):
            raise reason
        wanted = sent(request, UploadSent)

        def create() -> Response:
            file: Any = wanted["file"]
            how = {"file_name": file.name, "size": file.size, "choices": choices_of(wanted), "is_limited": True}
            run = intake.upload(account=account, stream=file, by=self.user, **how)
            try:
                run = begun(run, wanted, by=self.user)
            except BaseException:
                run.file.delete(save=False)
                raise
            tell_workers(run)
            headers = {"Location": request.build_absolute_uri(reverse("api:import", args=[run.pk]))}
            return versions.shown(request, described(run, self), status=status.HTTP_202_ACCEPTED, headers=headers)

        return repeats.once(request, create)
