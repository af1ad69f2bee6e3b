"""Changes of many people at once: few at once, many in the background (design §7, People).

What is asked for is written down with everybody it is about (``asking``), and worked on in batches of one transaction each
(``working``). A batch holds the row of its change: so one worker is at it, and one that is killed leaves nothing half done and
nothing locked. What nothing can stand in the way of is done to a batch in a few statements (``together``); all others go through
the same door as on their own page (``actions``). Both keep the rules and the record.
"""

from people.bulk.actions import ACTIONS, Action, actions_for
from people.bulk.asking import ask
from people.bulk.working import due, work, work_off

__all__ = ["ACTIONS", "Action", "actions_for", "ask", "due", "work", "work_off"]
