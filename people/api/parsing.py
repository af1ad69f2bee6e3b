"""How bodies are read: whatever they are, refused in words if they can't be. How large they may be, cerego.middleware says."""

from collections.abc import Mapping
from typing import IO, Any

from django.http import UnreadablePostError
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser, MultiPartParser


class Json(JSONParser):
    """JSON."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:  # brackets within brackets, thousands deep
            raise ParseError from error
        except UnreadablePostError as error:  # it broke off
            raise ParseError from error


class Upload(MultiPartParser):
    """A form with a file."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except UnreadablePostError as error:
            raise ParseError from error
