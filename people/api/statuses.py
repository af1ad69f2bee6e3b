"""Which HTTP status a problem has, by its code; and what a status is called."""

from typing import Final

TITLES: Final = {
    400: "The request can’t be understood",
    401: "Nobody is signed in",
    403: "Not allowed",
    404: "Not found",
    405: "This method does nothing here",
    406: "Not available in that form",
    409: "Not possible as things are",
    410: "Gone",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Not a type that is read here",
    422: "What was sent can’t be used",
    428: "Say which version",
    429: "Too many requests",
    500: "Something is broken",
    503: "Not available at the moment",
    507: "No room",
}
_STATUS: Final = {
    "department.archived": 409,
    "department.name_taken": 409,
    "department.not_restored": 409,
    "email.taken": 409,
    "file.gone": 410,
    "file.no_room": 507,
    "file.too_large": 413,
    "import.expired": 410,
    "import.too_many": 429,
    "invitation.sent_lately": 429,
    "member_id.taken": 409,
    "request.accept": 406,
    "request.bad": 400,
    "request.changed": 412,
    "request.cursor": 400,
    "request.forbidden": 403,
    "request.form_too_large": 413,
    "request.key_invalid": 400,
    "request.key_reused": 409,
    "request.media_type": 415,
    "request.method": 405,
    "request.no_version": 428,
    "request.not_found": 404,
    "request.too_large": 413,
    "request.too_many": 429,
    "request.unreadable": 400,
    "role.last_admin": 409,
    "role.own_admin": 409,
    "server.busy": 503,
    "server.error": 500,
    "server.no_database": 503,
    "token.invalid": 401,
    "token.missing": 401,
    "token.read_only": 403,
    "upload.too_many": 429,
}
_CONFLICTING: Final = frozenset({"download", "import", "invitation", "membership", "person", "row"})
"""What refusals of these are about is the state of things, not what was sent."""


def status_of(code: str) -> int:
    """The HTTP status of a refusal."""
    return _STATUS.get(code) or (409 if code.partition(".")[0] in _CONFLICTING else 422)


WAITS: Final = {"import.too_many": 60, "invitation.sent_lately": 60, "upload.too_many": 600}
"""After how many seconds it is worth trying again, where nobody can know it exactly."""
