"""Downloads of an import in tests: asked for, read, uploaded again."""

import csv
import io

from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from departments.models import Account
from people.models import Import


def ask(client: Client, account: Account, run: Import, kind: str) -> StreamingHttpResponse:
    """The answer at the address of a download."""
    return client.get(reverse(f"download_{kind}", args=[account.pk, run.pk]))  # type: ignore[return-value]


def take(client: Client, account: Account, run: Import, kind: str) -> bytes:
    """The bytes of a download that there is."""
    answer = ask(client, account, run, kind)
    assert answer.status_code == 200
    return answer.getvalue()


def table(data: bytes) -> list[list[str]]:
    """The lines of a CSV file, the header first."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def written(lines: list[list[str]], *, delimiter: str = ",") -> bytes:
    """The lines as a spreadsheet writes them."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    return text.getvalue().encode()
