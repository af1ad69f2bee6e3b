"""Delimited text: which encoding, what separates and quotes, and the records as they are written. Pure."""
