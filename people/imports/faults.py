"""What can be wrong with a whole file (R27). Pure; people.imports.run turns a fault into a refusal."""

from typing import Any


class FileFault(Exception):
    """The file can't be used. ``code`` names the reason; its sentence is templates/refusals/<code>.txt."""

    def __init__(self, code: str, **context: Any) -> None:
        super().__init__(code)
        self.code = code
        self.context = context
