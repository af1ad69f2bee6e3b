"""What answers could look like: the examples of the API's description. A test holds each against its shape."""

from typing import Any, Final

A_PROBLEM: Final[dict[str, Any]] = {
    "type": "urn:cerego-people:problem:request.invalid",
    "title": "What was sent can’t be used",
    "status": 422,
    "detail": "Some of what was sent can’t be used. See “errors” for each field, correct it and send it again.",
    "code": "request.invalid",
    "errors": [{"field": "role", "detail": "“boss” is not a valid choice."}],
}
_MONDAY: Final = "2026-11-23T08:00:00Z"
_TUESDAY: Final = "2026-11-24T09:30:00Z"
NORTHWIND: Final = {"id": 1, "name": "Northwind Academy"}
MATHS: Final = {"id": 12, "name": "Mathematics"}
ACCOUNT: Final = {**NORTHWIND, "kind": "partner", "created_at": _MONDAY}
DEPARTMENT: Final = {**MATHS, "created_at": _MONDAY, "archived_at": None}
MEMBERSHIP: Final = {
    "id": 71,
    "account": MATHS,
    "role": "course_manager",
    "member_id": "T-0042",
    "created_at": _TUESDAY,
}
PERSON: Final = {
    "id": 40,
    "full_name": "Ada Lovelace",
    "email": "ada@northwind.example",
    "status": "active",
    "last_sign_in": _TUESDAY,
    "created_at": _MONDAY,
    "invited_at": _MONDAY,
    "joined_at": _TUESDAY,
    "deactivated_at": None,
    "memberships": [MEMBERSHIP],
}
PEOPLE_CHANGE: Final = {
    "id": 3,
    "action": "role",
    "account_id": 12,
    "role": "course_viewer",
    "people": 2,
    "changed": 1,
    "unchanged": 0,
    "refused": 1,
    "refusals": [
        {
            "person_id": 41,
            "code": "bulk.not_there",
            "detail": "Bo Ek is not in Mathematics. Add them there first.",
        }
    ],
    "failure": "",
    "created_at": _TUESDAY,
    "finished_at": _TUESDAY,
}
EVENT: Final = {
    "id": 900,
    "at": _TUESDAY,
    "kind": "role.changed",
    "by": "mara@northwind.example",
    "account_id": 12,
    "person_id": 40,
    "import_id": None,
    "details": {"before": "learner", "after": "course_manager"},
}
HISTORY: Final[dict[str, Any]] = {
    "entries": [
        {
            "at": _TUESDAY,
            "kind": "role.changed",
            "by": "Mara Meyer",
            "account": MATHS,
            "details": {"before": "learner", "after": "course_manager"},
            "row": None,
        },
        {
            "at": _MONDAY,
            "kind": "row",
            "by": "Mara Meyer",
            "account": MATHS,
            "details": {},
            "row": {
                "import_id": 5,
                "number": 2,
                "placed_as": "learner",
                "made_person": True,
                "makes_staff": False,
                "changes": [],
                "is_reversed": False,
            },
        },
    ]
}
HELD: Final[dict[str, Any]] = {
    "organisation": "Northwind Academy",
    "person": {"id": 40, "name": "Ada Lovelace", "email": "ada@northwind.example", "status": "active"},
    "places": [{"account": "Mathematics", "account_id": 12, "role": "course_manager", "member_id": "T-0042"}],
    "invitation": None,
    "rows_of_files": [],
    "changes_of_many_people": [],
    "imports_by_them": [],
    "access_tokens": [],
    "wants_mails_about_imports": True,
    "record": [{"at": _TUESDAY, "what": "role.changed", "by": 1, "about_them": True, "from": None, "details": {}}],
}
INVITATION: Final = {
    "state": "sent",
    "asked_at": _MONDAY,
    "sent_at": _MONDAY,
    "expires_at": "2026-12-07T08:00:00Z",
    "accepted_at": None,
}
_COUNTS: Final = {"rows": 24, "created": 18, "updated": 2, "unchanged": 1, "skipped": 0, "failed": 3}
IMPORT: Final = {
    "id": 5,
    "account": NORTHWIND,
    "status": "done",
    "file_name": "staff.csv",
    "by_hand": False,
    "file_size": 1830,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "created_by": "mara@northwind.example",
    "columns": [
        {"letter": "A", "header": "Full name"},
        {"letter": "B", "header": "Email"},
        {"letter": "C", "header": "department_id"},
    ],
    "mapping": {"name": ["A"], "email": "B", "department_id": "C", "cerego_role": None, "member_id": None},
    "options": {"existing": "update", "problems": "skip", "invitations": "later"},
    "read_as": "UTF-8, comma",
    "reading": {
        "encoding": "utf-8",
        "delimiter": ",",
        "quote": '"',
        "header_row": 1,
        "sheet": "",
        "sheets": [],
        "guessed": [],
    },
    "will_start": False,
    "foreseen": _COUNTS,
    "counts": _COUNTS,
    "undone": None,
    "failure": None,
    "can": ["undo"],
    "created_at": _TUESDAY,
    "started_at": _TUESDAY,
    "finished_at": _TUESDAY,
    "expires_at": "2027-02-22T09:30:00Z",
}
ROW_PROBLEMS: Final = {
    "problems": [
        {"code": "department.unknown", "rows": 12, "values": [{"value": "77", "rows": 11}, {"value": "78", "rows": 1}]},
        {"code": "email.invalid", "rows": 1, "values": []},
    ]
}
ROW: Final = {
    "number": 3,
    "outcome": "failed",
    "name": "Alan Turing",
    "email": "alan.turing",
    "department": "Northwind Academy",
    "role": "",
    "member_id": "",
    "changes": [],
    "issues": [
        {
            "code": "email.invalid",
            "severity": "error",
            "column": "email",
            "value": "alan.turing",
            "message": "“alan.turing” is not an e-mail address. Correct it.",
        }
    ],
    "was": {},
    "left_out": False,
    "waits": False,
    "reversal": "",
    "why": "",
}
