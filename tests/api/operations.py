"""The operations of the API as data, taken from its description; and things that are there for each of them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from people import bulk
from people.models import Bulk, Event, Import, ImportCorrection, Membership, Person
from people.models.events import EventKind
from people.models.imports import Status
from people.outcomes import Outcome
from tests.api.conftest import API, Caller, assert_shape
from tests.factories import Cast, make_import, make_row
from tests.web.uploads import csv

FILE = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
DESCRIPTION: dict[str, Any] = json.loads(FILE.read_text())
SUCCESS = ("200", "201", "202", "204")


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    path: str
    """As in the description, without what all begin with."""
    method: str
    says: dict[str, Any]

    def __str__(self) -> str:
        return str(self.says["operationId"])

    @property
    def headers(self) -> dict[str, dict[str, Any]]:
        """The headers that it takes."""
        return {each["name"]: each for each in self.says.get("parameters", []) if each["in"] == "header"}

    @property
    def status(self) -> str:
        """What it answers when all is well."""
        return next(status for status in SUCCESS if status in self.says["responses"])

    @property
    def body(self) -> tuple[str, Any] | None:
        """The media type that it reads, and an example of it; none: it reads nothing."""
        for media_type, content in self.says.get("requestBody", {}).get("content", {}).items():
            return media_type, next(iter(content["examples"].values()))["value"]
        return None

    @property
    def answer(self) -> tuple[str, dict[str, Any]] | None:
        """The media type of its answer, and what is said of it; none: there is nothing in it."""
        return next(iter(self.says["responses"][self.status].get("content", {}).items()), None)

    @property
    def is_list(self) -> bool:
        """Whether it answers page by page."""
        return str(self).startswith("list_")


OPERATIONS = [
    Operation(path.removeprefix(API), method, says)
    for path, methods in DESCRIPTION["paths"].items()
    for method, says in methods.items()
]
CHANGES = [each for each in OPERATIONS if each.method != "get"]
LISTS = [each for each in OPERATIONS if each.is_list]
READING = [each for each in OPERATIONS if each.body and each.body[0] == "application/json"]
MAKING = [each for each in CHANGES if each.method == "post" and each.body]
"""What they do twice, would be there twice."""
ASKING = [each for each in CHANGES if each.method == "post" and not each.body]
"""What they are asked twice is done once."""
CHANGING = [each for each in CHANGES if each.method in ("patch", "put", "delete")]


def make_change(cast: Cast) -> Bulk:
    """A change of many people, asked for from Northwind."""
    people, asked = Person.objects.filter(user=cast.liv), {"account": cast.northwind, "options": {}, "key": uuid4()}
    return bulk.ask(action=bulk.ACTIONS["invite"], people=people, by=cast.mara, **asked)


@dataclass
class Scene:
    """Northwind seen through the API by its admin, with one of each thing."""

    cast: Cast
    caller: Caller
    ids: dict[str, Any]

    @classmethod
    def of(cls, cast: Cast, caller: Caller) -> "Scene":
        """Make it."""
        place = Membership.objects.get(person__user=cast.liv, account=cast.maths)
        matched = {"mapping": {"name": [0], "email": 1}, "options": {"existing": "update", "problems": "skip"}}
        matched["dialect"] = {"kind": "csv", "encoding": "utf-8", "delimiter": ",", "quote": '"'}
        run = make_import(cast.maths, cast.mara, status=Status.CHECKED, header=["Name", "Email"], **matched)
        make_row(run, 2, place.person, Outcome.FAILED)
        change = make_change(cast)
        ids = {"account_id": cast.northwind.pk, "department_id": cast.maths.pk, "person_id": place.person_id,
               "membership_id": place.pk, "import_id": run.pk, "number": 2, "kind": "result", "change_id": change.pk}  # fmt: skip
        return cls(cast, caller, ids)

    def path(self, operation: Operation, **other: Any) -> str:
        """Its address."""
        path = operation.path
        for name, value in {**self.ids, **other}.items():
            path = path.replace(f"{{{name}}}", str(value))
        return path

    def sample(self, operation: Operation, which: int = 0) -> Any:
        """A body that it can use; another one for another ``which``."""
        assert operation.body is not None
        media_type, value = operation.body
        if media_type == "multipart/form-data":
            row = f"Ann Arbor,ann{which}@example.org,,,"
            return {**value, "file": SimpleUploadedFile("people.csv", csv(row)), "name": "Name", "email": "Email"}
        replaced = {"account_id": self.cast.physics.pk, "name": f"Chemistry {which}", "member_id": f"T-{which}"}
        if "person_ids" in value:
            return {**value, "account_id": self.cast.physics.pk, "person_ids": [self.ids["person_id"] + which]}
        if "people" in value:
            return {**value, "people": [{**one, "email": f"{which}.{one['email']}"} for one in value["people"]]}
        return {
            name: replaced.get(name, given) if isinstance(given, str | int) else given for name, given in value.items()
        }

    def send(
        self, operation: Operation, body: Any = None, *, secret: str | None = None, path: str = "", **headers: str
    ) -> HttpResponse:
        """Call it; whatever goes wrong has the one shape."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        secret = self.caller.secret if secret is None else secret
        given |= {"Authorization": f"Bearer {secret}"} if secret else {}
        more = (
            {}
            if operation.body and operation.body[0] == "multipart/form-data"
            else {"content_type": "application/json"}
        )
        if operation.method == "get":
            more = {}
        send = getattr(self.caller.client, operation.method)
        answer = send(API + (path or self.path(operation)), body if body is not None else {}, headers=given, **more)
        assert_shape(answer)
        return answer

    def everything(self) -> list[Any]:
        """What calls could change, as it is now; not that somebody was refused something, or took something along."""
        models = (Person, Membership, Import, ImportCorrection, Bulk)
        own = [list(model.objects.order_by("pk").values()) for model in models]
        events = Event.objects.exclude(kind__in=[EventKind.ACCESS_REFUSED, EventKind.EXPORTED]).count()
        names = list(self.cast.northwind.departments.order_by("pk").values("name", "archived_at"))
        return [*own, names, events]
