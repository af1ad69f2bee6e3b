"""How the API describes itself: OpenAPI 3.1, in which every operation may also answer with a problem."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_serializer
from rest_framework import serializers

from cerego.failures import PROBLEM
from people.api.examples import A_PROBLEM

VERSIONED = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=True, description="The version of the thing."
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag it must still have; otherwise 412 and nothing changes. * stands for any. Left out: 428.",
)
IF_MATCH_PERHAPS = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag it must still have; otherwise 412 and nothing happens. May be left out.",
)
ITS_LOCATION = OpenApiParameter("Location", str, OpenApiParameter.HEADER, response=True, description="Its address.")
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="Any text of your own for this call, such as a UUID. The same call with the same key within a day is done once.",
)


_Shape = TypeVar("_Shape", bound=type[serializers.BaseSerializer[Any]])


def shown_as(value: Any) -> Callable[[_Shape], _Shape]:
    """What an answer of this shape could look like."""
    shown = OpenApiExample("As it could be", value, response_only=True, status_codes=[200, 201, 202])

    def decorated(shape: _Shape) -> _Shape:
        extend_schema_serializer(examples=[shown])(shape)
        shape.shown = value  # type: ignore[attr-defined]
        return shape

    return decorated


def sent_as(name: str, value: dict[str, Any], media_type: str = "application/json") -> Callable[[_Shape], _Shape]:
    """What could be sent in this shape. It stands here, not at the operation, where it would hide what is answered."""
    return extend_schema_serializer(examples=[OpenApiExample(name, value, request_only=True, media_type=media_type)])


class FieldProblem(serializers.Serializer[Any]):
    """What is wrong with one field."""

    field = serializers.CharField(help_text="The field’s name; empty: the whole.")
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """Why it was not done (RFC 9457). “type” is stable; “detail” says what to do."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField(help_text="The last part of the type.")
    errors = FieldProblem(many=True, required=False)  # type: ignore[assignment]


class OpenApi(AutoSchema):
    """Every operation has the same answer for whatever goes wrong."""

    def get_summary(self) -> str:
        """The first sentence of what it does, as the page shows beside the address."""
        return self.get_description().partition(". ")[0].removesuffix(".")

    def get_tags(self) -> list[str]:
        """What it is about: accounts, or what in an account."""
        names = [part for part in self.path.split("/")[3:] if part and not part.startswith("{")]
        return [names[1] if names[0] == "accounts" and len(names) > 1 else names[0]]

    def get_serializer_name(self, serializer: serializers.BaseSerializer[Any], direction: Any) -> str:
        return type(serializer).__name__.removesuffix("Shape")

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        """What is sent may have these fields and no others (:mod:`people.api.reading`)."""
        schema = super()._map_basic_serializer(serializer, direction)
        return schema | {"additionalProperties": False} if direction == "request" else schema

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        if direction == "response":
            problem = self._get_response_for_code(Problem, "default", media_types=[PROBLEM])
            problem["content"][PROBLEM]["examples"] = {"Problem": {"value": A_PROBLEM}}
            bodies["default"] = problem | {"description": "It was not done; why, and what to do."}
        return bodies


class TokenScheme(OpenApiAuthenticationExtension):
    """How a token is sent."""

    target_class = "people.api.access.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A personal access token from your account page."}


def listed(shape: type[serializers.Serializer[Any]]) -> Any:
    """The shape of a page of a list."""
    fields = {
        "results": shape(many=True),
        "next": serializers.URLField(
            allow_null=True, help_text="The address of the next page; none: this was the last."
        ),
    }
    page = type(
        f"{shape.__name__.removesuffix('Shape')}Page",
        (serializers.Serializer,),
        fields | {"__doc__": "A page of a list."},
    )
    return shown_as({"results": [shape.shown], "next": None})(page)  # type: ignore[attr-defined]
