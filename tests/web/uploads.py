"""From a file to the page of its import and on, through the pages; the workers' part is done right here."""

import html
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from departments.models import Account
from people.imports import run as runs
from people.models import Import

HEADER = "Name,Email,department_id,cerego_role,member_id"


def csv(*rows: str, header: str = HEADER) -> bytes:
    """A file of these lines."""
    return "\n".join([header, *rows, ""]).encode()


def post(client: Client, account: Account, data: bytes, *, name: str = "people.csv") -> HttpResponse:
    """Upload a file; returns the answer, whatever it is."""
    return client.post(reverse("upload", args=[account.pk]), {"file": SimpleUploadedFile(name, data)})  # type: ignore[return-value]


def upload(client: Client, account: Account, *rows: str, header: str = HEADER) -> Import:
    """Upload a file that can be used."""
    return uploaded(client, account, csv(*rows, header=header))


def uploaded(client: Client, account: Account, data: bytes, *, name: str = "people.csv") -> Import:
    """Upload these bytes, which can be used."""
    answer = post(client, account, data, name=name)
    assert answer.status_code == 302, said(answer)
    return Import.objects.get(pk=int(answer["Location"].rstrip("/").rpartition("/")[2]))


def work(run: Import) -> Import:
    """Do what workers would do, until nothing is due."""
    while run.pk in runs.work(run.pk):
        pass
    run.refresh_from_db()
    return run


def choices(run: Import, **other: Any) -> dict[str, Any]:
    """What the form sends, as it stands in the import or as told otherwise."""
    name = run.mapping.get("name", [""])
    fields = {"name": name[0], "last_name": name[1] if len(name) > 1 else "", "email": run.mapping.get("email", "")}
    return {**fields, **run.options, **other}


def send(client: Client, page: str, account: Account, run: Import, **other: Any) -> HttpResponse:
    """Send the form to ``match`` or ``start``."""
    return client.post(reverse(page, args=[account.pk, run.pk]), choices(run, **other))  # type: ignore[return-value]


def finish(client: Client, account: Account, run: Import, **other: Any) -> Import:
    """Have it checked, and import it."""
    work(run)
    answer = send(client, "start", account, run, **other)
    assert answer.status_code == 302, said(answer)
    return work(run)


def page_of(client: Client, account: Account, run: Import, query: str = "") -> str:
    """The text of the import's page."""
    return said(client.get(reverse("import", args=[account.pk, run.pk]) + query))  # type: ignore[arg-type]


def said(answer: HttpResponse) -> str:
    """The text of a page: no tags, blanks collapsed, entities read; where an address may wrap there is none."""
    body = re.sub(r"<head>.*?</head>|<wbr>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def stored_files() -> set[Path]:
    """The uploaded files that are kept."""
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
