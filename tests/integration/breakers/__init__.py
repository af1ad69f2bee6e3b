"""For every constraint of our tables (constraint, what it refuses, a statement that tries to break it).

Ids stand in braces; see test_constraints. Names that Django made up stand without their hash.
"""

from tests.integration.breakers import accounts, events, imports, lists, mails, people, scripts, users

BREAKERS = [
    *accounts.BREAKERS,
    *users.BREAKERS,
    *people.BREAKERS,
    *imports.BREAKERS,
    *events.BREAKERS,
    *mails.BREAKERS,
    *lists.BREAKERS,
    *scripts.BREAKERS,
]
