"""Partner accounts and their departments. Knows nothing of people."""
