"""Files of an import's rows to take along."""

from django.http import Http404, HttpResponseBase
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from cerego.downloads import csv_response
from people.api.imports.base import OfImport
from people.imports import downloads

KINDS = [kind.value for kind in downloads.Kind]
_LOOKS = OpenApiExample(
    "The failed rows",
    "Full name,Email,Problem\r\nAlan Turing,alan.turing,“alan.turing” is not an e-mail address. Correct it.\r\n",
)


class Csv(BaseRenderer):
    """So that one may ask for text/csv; the file itself is sent as it is made."""

    media_type = "text/csv"
    format = "csv"
    render_style = "binary"


class Download(OfImport):
    """A file of an import's rows."""

    renderer_classes = (JSONRenderer, Csv)

    @extend_schema(
        operation_id="download_import",
        parameters=[OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=KINDS)],
        responses={(200, "text/csv"): OpenApiResponse(str, examples=[_LOOKS])},
    )
    def get(self, request: Request, import_id: int, kind: str) -> HttpResponseBase:
        """Take along the failed rows with what is wrong (problems), the whole result, or the people as they are now."""
        run = self.run(import_id)
        if kind not in KINDS:
            raise Http404
        table = downloads.table(run=run, kind=downloads.Kind(kind), account=run.account)
        downloads.record(run=run, kind=downloads.Kind(kind), account=run.account, by=self.user)
        return csv_response(table.file_name, table.header, table.rows, delimiter=table.delimiter)
