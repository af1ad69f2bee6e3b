"""How many examples a property is tried with: few in `make quick`, which is for while one works."""

import os


def as_many_as(often: int) -> int:
    """So many, or with QUICK set a handful."""
    return min(often, 10) if os.environ.get("QUICK") else often
