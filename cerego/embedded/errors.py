"""The one way in which the embedded servers fail."""


class Unavailable(Exception):
    """An embedded server can't be had; the message says why and where to look."""
