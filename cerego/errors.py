"""The expected kind of failure: something a person asked for is refused, with a reason they can act on."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """Somebody's request can't be done, and it is not our fault.

    ``code`` names the reason (``file.empty``); its sentence is the template ``templates/refusals/<code>.txt``,
    rendered with ``context``. Whoever catches it shows the sentence; nobody logs it as an error.
    """

    def __init__(self, code: str, **context: Any) -> None:
        super().__init__(code)
        self.code = code
        self.context: Mapping[str, Any] = context
