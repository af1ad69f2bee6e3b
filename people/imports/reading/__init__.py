"""From bytes to rows: how a file is written is found out, and its cells are read as they are. Pure."""
