"""Users, persons and memberships, and the import that makes them."""
