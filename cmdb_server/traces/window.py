"""The two sides of a call come from two programs, in requests of their own: here they wait for each other.

Bounded in time and number. Whatever comes first, and however often, the same calls come of it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile

from cmdb_server.traces.calls import CALL, MESSAGE, Call
from cmdb_server.traces.spans import CALLING, CLIENT, Span

WAIT_SECONDS = 120.0
MOST_WAITING = 40_000


@dataclass(frozen=True)
class Outcome:
    """The calls that some spans complete, with how often, and how many spans there was no room for."""

    calls: Counter[Call]
    refused: int


@dataclass
class _Waiting:
    """Sides of calls by their keys, the oldest first."""

    callers: dict[bytes, tuple[float, Span]] = field(default_factory=dict[bytes, tuple[float, Span]])
    callees: dict[bytes, tuple[float, Span]] = field(default_factory=dict[bytes, tuple[float, Span]])
    children: dict[bytes, dict[bytes, Span]] = field(default_factory=dict[bytes, dict[bytes, Span]])

    def __len__(self) -> int:
        return len(self.callers) + len(self.callees)


class Window:
    """The spans of one data source and network scope of the last two minutes; not safe for several threads at once."""

    def __init__(self, most: int = MOST_WAITING, wait_seconds: float = WAIT_SECONDS) -> None:
        """Nothing waits yet."""
        self._most, self._wait_seconds = most, wait_seconds
        self._waiting = _Waiting()

    def __len__(self) -> int:
        """How many spans wait."""
        return len(self._waiting)

    def offer(self, spans: Iterable[Span], now: float, elsewhere: int = 0) -> Outcome:
        """Take spans in at a time (seconds of a clock that never goes back); so many others take of the same room."""
        self.forget(now)
        outcome, refused = Counter[Call](), 0
        for span in spans:
            if span.key in self._waiting.callers or span.key in self._waiting.callees:
                continue
            if elsewhere + len(self._waiting) >= self._most:
                refused += 1
                continue
            outcome.update(self._take(span, now))
        return Outcome(outcome, refused)

    def _take(self, span: Span, now: float) -> Iterable[Call]:
        if span.kind in CALLING:
            self._waiting.callers[span.key] = (now, span)
            yield from (_between(span, child) for child in self._waiting.children.get(span.key, {}).values())
        else:
            self._waiting.callees[span.key] = (now, span)
            for parent in span.parents:
                self._waiting.children.setdefault(parent, {})[span.key] = span
                if caller := self._waiting.callers.get(parent):
                    yield _between(caller[1], span)
        if span.peer is not None:
            yield Call(CALL, span.party, None, span.peer)

    def forget(self, now: float) -> None:
        """Let go of what has waited long enough at a time."""
        before = now - self._wait_seconds
        for sides in (self._waiting.callers, self._waiting.callees):
            # All at once: the first entry of a dictionary is looked for past all that were taken out of it.
            for key, (_, span) in list(takewhile(lambda entry: entry[1][0] <= before, sides.items())):
                del sides[key]
                self._forget_child(span)

    def _forget_child(self, span: Span) -> None:
        for parent in span.parents:
            left = self._waiting.children[parent]
            del left[span.key]
            if not left:
                del self._waiting.children[parent]


def _between(caller: Span, callee: Span) -> Call:
    kind = CALL if caller.kind == CLIENT else MESSAGE
    return Call(kind, caller.party, callee.party, caller.peer)
