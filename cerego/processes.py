"""Children that must not outlive their parent."""

import ctypes
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def die_with_parent(signal_number: int) -> Callable[[], None] | None:
    """A ``preexec_fn`` that has the system send the child ``signal_number`` when we are gone, even by ``kill -9``.

    Only Linux can do this; elsewhere None, and what is left behind is found and ended by the next start.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, signal_number)
