"""Python's search for garbage that holds itself, put off while a batch is worked on.

It begins again and again while a batch's rows pile up as tuples, goes through everything the process has loaded, and finds
nothing: measured, it was two fifths of the check's own time, and a third of the import's. Between the batches it may.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unsought() -> Iterator[None]:
    """Within it, also as a decorator, memory comes back only by itself, as that of nearly everything does."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
