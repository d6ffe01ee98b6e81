"""Programs that the server starts end with it, however it ends."""

import ctypes
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_SIGTERM = 15
_libc: ctypes.CDLL | None = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, _SIGTERM)


die_with_parent: Callable[[], None] | None = _die_with_parent if sys.platform == "linux" else None
"""For `preexec_fn`: the child is told to end when its parent is killed; None where the kernel has no such thing."""
