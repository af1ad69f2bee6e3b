"""The state machine of an import: the one door to it, and the only one that changes its status (design §6).

    uploaded → checking → checked → queued → applying → done            stopped (by a person) · failed (with the reason)
                                   └────────────── undoing → undone

Every transition is an UPDATE that names the statuses, or the lease, it may start from; so a double click, two tabs, the API and
the page together make one import (L7). A view calls one of these, then enqueues the work after the commit.

An import that has ended and of which some rows are tried again goes from there to queued, and from applying back to where it
was (``returns_to``).

What people ask for is in ``set_up`` before an import begins, in ``requests`` from then on and, about rows, in ``fixing`` and
``everywhere``; what workers do is in ``slices``, what time does in ``retention``. ``transitions`` is what they share.
"""

from people.imports.run.everywhere import ForAll, correct_all
from people.imports.run.fixing import correct, retry, take_back
from people.imports.run.requests import resume, start, stop, undo
from people.imports.run.retention import expire, expires_at, forget, forget_file
from people.imports.run.set_up import match, read_as, refuse_begun
from people.imports.run.slices import due, turns, work

__all__ = [
    "ForAll",
    "correct",
    "correct_all",
    "due",
    "expire",
    "expires_at",
    "forget",
    "forget_file",
    "match",
    "read_as",
    "refuse_begun",
    "resume",
    "retry",
    "start",
    "stop",
    "take_back",
    "turns",
    "undo",
    "work",
]
