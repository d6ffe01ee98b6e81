"""Regular expressions that are compiled when they are first used: most machines have few of the applications."""

import re
from collections.abc import Callable
from functools import cache, partial


def later(text: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """What gives the compiled expression."""
    return cache(partial(re.compile, text, flags))
