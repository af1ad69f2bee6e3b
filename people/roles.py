"""The roles a person can have in an account, and what follows from them. Pure: no Django, no database."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A person's role in one account (design §2)."""

    LEARNER = "learner"
    COURSE_VIEWER = "course_viewer"
    CONTENT_MANAGER = "content_manager"
    COURSE_MANAGER = "course_manager"
    ADMIN = "admin"
    DEPARTMENT_STAFF = "department_staff"
    """No permissions at all; given in the parent account to staff of a department, and chosen by nobody."""


STAFF_ROLES: Final = frozenset({Role.COURSE_VIEWER, Role.CONTENT_MANAGER, Role.COURSE_MANAGER, Role.ADMIN})
"""The roles that have power in an account; exactly those the column ``cerego_role`` may hold (R10)."""

ROLE_WORDS: Final = {
    Role.LEARNER: "Learner",
    Role.COURSE_VIEWER: "Course viewer",
    Role.CONTENT_MANAGER: "Content manager",
    Role.COURSE_MANAGER: "Course manager",
    Role.ADMIN: "Admin",
    Role.DEPARTMENT_STAFF: "Department staff",
}
"""What people read for each role."""
