"""From cells to what is to be done with them, and undone: parse, hold against what is known, decide. Pure."""
