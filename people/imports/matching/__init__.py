"""Which column of a file holds what: guessed, chosen, remembered. Pure."""
