"""The page of one person: its forms, what it shows, and what happened to them."""
