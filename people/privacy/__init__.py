"""What people may ask about their own data: that they are removed for good, and what is held about them.

Each is about one person as one partner knows them; other partners that know the same address are not touched, and not told of.
"""

from people.privacy.erasing import Erasure, erase, hold
from people.privacy.held import held_about
from people.privacy.mentions import is_due, work

__all__ = ["Erasure", "erase", "held_about", "hold", "is_due", "work"]
