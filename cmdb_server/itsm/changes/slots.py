"""When else a change could be done: nothing frozen, inside of maintenance windows, clear of what it collides with."""

from collections.abc import Callable, Sequence

from cmdb_server.itsm.changes.windows import Freeze, MaintenanceWindow, freezes_in, is_for, missed, openings
from cmdb_server.resilience.windows import Span

_QUARTER, _DAY = 15 * 60 * 1_000_000, 86_400 * 1_000_000
HORIZON = 28 * _DAY
_MOST = 3


def next_slots(
    first: Span,
    busy: Sequence[Span],
    limits: tuple[Sequence[Freeze], Sequence[MaintenanceWindow]],
    hit: Sequence[str],
    is_clear: Callable[[Span], bool] = lambda _: True,
) -> list[Span]:
    """The first times as long as `first` within four weeks from its start.

    `busy` are times when it would collide with something; `is_clear` says what else speaks against a time, and is
    asked last.
    """
    (freezes, windows), begins, length = limits, first.start, first.end - first.start
    horizon = Span(begins, begins + HORIZON)
    concerned = [window for window in windows if any(is_for(window.services, [service]) for service in hit)]
    starts = {_rounded(begins)} | {_rounded(span.end) for span in busy} | {_rounded(one.ends_at) for one in freezes}
    starts |= {_rounded(begins) + turn * _DAY for turn in range(HORIZON // _DAY)}
    starts |= {_rounded(opening.start) for window in concerned for opening in openings(window, horizon)}
    found: list[Span] = []
    for start in sorted(start for start in starts if begins <= start < horizon.end):
        span = Span(start, start + length)
        if found and span.start < found[-1].end:
            continue
        is_free = _is_free(span, busy) and not freezes_in(freezes, span, hit) and not missed(concerned, span, hit)
        if is_free and is_clear(span):
            found.append(span)
        if len(found) == _MOST:
            break
    return found


def _rounded(at: int) -> int:
    return -(-at // _QUARTER) * _QUARTER


def _is_free(span: Span, busy: Sequence[Span]) -> bool:
    return all(span.end <= other.start or other.end <= span.start for other in busy)
