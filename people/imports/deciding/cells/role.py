"""What the cell of a role says (R10). Pure."""

from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from people.imports.deciding.cells.clean import SHOWN
from people.imports.header.columns import Field
from people.imports.issues import Code, Issue
from people.roles import STAFF_ROLES, Role

_ROLES: Final = {role.value: role for role in STAFF_ROLES}


def role_in(text: str, issues: list[Issue]) -> Role | None:
    """The staff role that it names; none if it says something else."""
    role = _ROLES.get(text)
    if role is None and text:
        details = {"nearest": nearest_role(text[:SHOWN]).value}
        issues.append(Issue(Code.ROLE_UNRECOGNISED, Field.ROLE, text[:SHOWN], details))
    return role


@lru_cache(maxsize=1024)
def nearest_role(text: str) -> Role:
    """The valid role that ``text`` looks most like."""
    wanted = text.casefold().replace(" ", "_")
    likeness = {role: SequenceMatcher(None, wanted, role.value).ratio() for role in STAFF_ROLES}
    return max(sorted(STAFF_ROLES), key=likeness.__getitem__)
