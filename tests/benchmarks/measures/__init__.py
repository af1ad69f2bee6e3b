"""The measurements, one a module. Each leaves the database as it likes: the next one empties it."""
