"""The API's description: kept as a file, shown as a page. That it is complete, test_every_operation holds."""

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.factories import Cast

FILE = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


def test_the_file_is_what_the_api_says_of_itself() -> None:
    """Renew it: python manage.py spectacular --format openapi-json --file docs/openapi.json"""
    out = StringIO()
    call_command("spectacular", "--format", "openapi-json", "--validate", "--fail-on-warn", stdout=out)
    assert json.loads(FILE.read_text()) == json.loads(out.getvalue())


def test_the_page_is_drawn_from_our_own_files(client: Client, db: None) -> None:
    page = client.get(reverse("api:description")).content.decode()
    assert "swagger-ui-bundle.js" in page
    assert "//" not in page.replace("<!doctype html>", "").replace("http-equiv", "").split("<body")[0].replace("</", "")


def test_strangers_may_read_the_description(client: Client, cast: Cast) -> None:
    assert client.get(reverse("api:openapi")).json()["openapi"].startswith("3.1")
