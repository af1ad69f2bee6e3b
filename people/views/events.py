"""The record of an account: to look through, and as a file."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from cerego.downloads import csv_response
from cerego.http import PageRequest, render_page
from people import auditing
from people.auditing.kinds import GROUPS
from people.auditing.table import HEADER


@gzip_page
@require_safe
def events(request: PageRequest, account_id: int) -> HttpResponse:
    """What was done, by whom, when and from where; the newest first."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    page = auditing.event_page(account, auditing.EventFilter.from_query(request.GET), reader=request.user)
    context = {"account": account, "page": page, "groups": GROUPS, "days": settings.EVENT_RETENTION_DAYS}
    return render_page(request, "people/auditing/events.html", "people/auditing/_events.html", context)


@require_safe
def export_events(request: PageRequest, account_id: int) -> HttpResponseBase:
    """The same as a CSV file, all pages of it."""
    account = get_object_or_404(request.administered_accounts, pk=account_id)
    chosen = auditing.EventFilter.from_query(request.GET)
    response = csv_response("activity.csv", HEADER, auditing.export_rows(account, chosen, reader=request.user))
    if request.method == "HEAD":
        response.streaming_content = ()
    else:
        auditing.record_export(account=account, what="events", by=request.user)
    return response
