"""Names, addresses and member IDs as somebody types them into a page: held to the rules that rows of a file are held to."""

from collections.abc import Callable

from cerego.errors import Refused
from people.addresses import InvalidAddress, canonical
from people.imports.deciding.cells.member_id import read_member_id
from people.imports.deciding.cells.name import read_name
from people.imports.issues import Issue


def name_from(text: str) -> str:
    """A full name (R6). Raises :class:`Refused`: name.missing, name.too_long, name.control_characters."""
    return _read(read_name, text)


def member_id_from(text: str) -> str:
    """A member ID (R8), or empty for none. Raises :class:`Refused`: member_id.too_long, member_id.control_characters."""
    return _read(read_member_id, text.strip())


def email_from(text: str) -> str:
    """The canonical form of an address (R7). Raises :class:`Refused`: email.missing, email.invalid."""
    text = text.strip()
    if not text:
        raise Refused("email.missing")
    try:
        return canonical(text)
    except InvalidAddress as error:
        raise Refused("email.invalid", value=text, details={"reason": error.reason}) from error


def _read(read: Callable[[str, list[Issue]], str], text: str) -> str:
    issues: list[Issue] = []
    value = read(text, issues)
    if issues:
        raise Refused(issues[0].code.value, value=issues[0].value, details=issues[0].details)
    return value
