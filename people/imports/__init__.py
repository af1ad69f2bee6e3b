"""The import pipeline: from the bytes of a file to people in the database, one value handed on at a time."""
