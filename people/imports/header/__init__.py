"""A file's header: which row it is, and what its columns are called. Pure."""
