"""E-mail addresses in their one canonical form (R7). Pure: no Django, no database."""

import re
from functools import lru_cache
from typing import Final

import idna

MAX_ADDRESS: Final = 254
MAX_LOCAL: Final = 64

# What Django's EmailValidator accepts, for canonical (lower case, ASCII) text and a little stricter: no blanks or control
# characters in a quoted local part, no hyphen at the start of a label. A test holds it within EmailValidator.
_ATOM: Final = r"[-!#$%&'*+/=?^_`{}|~0-9a-z]+"
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_TOP_LABEL: Final = r"(?:[a-z][a-z-]{0,61}[a-z]|xn--[a-z0-9]{1,59})"
_LOCAL: Final = re.compile(rf'{_ATOM}(?:\.{_ATOM})*\Z|"(?:[!#-\[\]-~]|\\[!-~])*"\Z')
_DOMAIN: Final = re.compile(rf"(?:{_LABEL}\.)+{_TOP_LABEL}\Z|localhost\Z")
_CANONICAL: Final = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@(?:{_LABEL}\.)+{_TOP_LABEL}\Z")


class InvalidAddress(ValueError):
    """The text is no e-mail address. ``reason`` says why: no_at, no_dot, blank_inside, not_ascii, too_long, domain, local."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def canonical(text: str) -> str:
    """The canonical form of an address: lower case, ASCII local part, IDNA domain, at most 254 characters (local 64).

    ``text`` has no outer blanks. Raises :class:`InvalidAddress`. Letters outside ASCII before the @ are refused rather than
    folded: U+0130, U+0131, U+017F and U+212A fold onto ASCII letters and would make two people one (CVE-2019-19844).
    """
    if text.isascii():
        lower = text.lower()
        # A pattern first for what nearly every address looks like: rows come by the million.
        match = _CANONICAL.match(lower)
        if match and len(lower) <= MAX_ADDRESS and len(match[1]) <= MAX_LOCAL:
            return lower
    return _canonical_with_care(text)


def _canonical_with_care(text: str) -> str:
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain:
        raise InvalidAddress("no_at")
    if any(character.isspace() for character in text):
        raise InvalidAddress("blank_inside")
    if not local.isascii():
        raise InvalidAddress("not_ascii")
    local = local.lower()
    domain = _ascii_domain(domain)
    if len(local) > MAX_LOCAL or len(local) + 1 + len(domain) > MAX_ADDRESS:
        raise InvalidAddress("too_long")
    if "." not in domain and domain != "localhost":
        raise InvalidAddress("no_dot")
    if not _DOMAIN.match(domain):
        raise InvalidAddress("domain")
    if not _LOCAL.match(local):
        raise InvalidAddress("local")
    return f"{local}@{domain}"


@lru_cache(maxsize=4096)
def _ascii_domain(domain: str) -> str:
    """``domain`` in lower case and ASCII; raises :class:`InvalidAddress`."""
    if domain.isascii():
        return domain.lower()
    try:
        return idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise InvalidAddress("domain") from error
