"""What can be taken along of an import, as files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from cerego.downloads import csv_response
from cerego.errors import Refused
from cerego.sentences import refusal_sentence
from people.imports import downloads
from people.imports.views.common import account_of, go_to_import, import_of, user_of


@require_safe
def download(request: HttpRequest, account_id: int, import_id: int, kind: downloads.Kind) -> HttpResponseBase:
    """One of the downloads; where there is none (any more), the import's page says why."""
    account = account_of(request, account_id)
    run = import_of(account, import_id)
    try:
        table = downloads.table(run=run, kind=kind, account=account)
    except Refused as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.context))
        return go_to_import(request, account, run)
    response = csv_response(table.file_name, table.header, table.rows, delimiter=table.delimiter)
    if request.method == "HEAD":  # asks only what there is; nobody has taken anything along
        response.streaming_content = ()
    else:
        downloads.record(run=run, kind=kind, account=account, by=user_of(request))
    return response
