"""Which signed messages are new (RFC 3414, 3.2, step 7b): each counts once, and only near its sender's present.

The library behind the receiver takes the time of every signed message for the sender's present, so a message that was
recorded once would be believed for ever. And the window alone lets a copy through that comes within its 150 seconds.
"""

from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

WINDOW_SECONDS = 150
DRIFT = 0.001  # of the time since a sender was heard last: clocks of devices are no better
MOST_ENGINES = 10_000
MOST_MESSAGES = 4_096
LAST_BOOTS = 2**31 - 1
Verdict: TypeAlias = Literal["fresh", "replayed", "out_of_window"]


class Heard(NamedTuple):
    """The latest time that an engine told, and when that was (seconds of our clock)."""

    boots: int
    time: int
    at: float


@dataclass
class _Engine:
    """An engine, and the messages of its last minutes: their time and digest, oldest first."""

    heard: Heard
    messages: deque[tuple[int, bytes]] = field(default_factory=deque[tuple[int, bytes]])
    digests: set[bytes] = field(default_factory=set[bytes])
    floor: int = 0


class Replays:
    """Remembers what senders told. Only messages whose signature is right are shown to it."""

    def __init__(self, known: Mapping[str, Heard] | None = None) -> None:
        """`known` is what was heard before a restart, of which no copy counts again."""
        before = (known or {}).items()
        self._engines = OrderedDict((name, _Engine(heard, floor=heard.time + 1)) for name, heard in before)

    @property
    def heard(self) -> dict[str, Heard]:
        """What is known of each engine, to be kept over a restart."""
        return {name: engine.heard for name, engine in self._engines.items()}

    def judge(self, engine_id: str, told: Heard, digest: bytes) -> Verdict:
        """What to make of a message: `told` are the boots and time it says, and when it came."""
        if told.boots >= LAST_BOOTS:
            return "out_of_window"
        engine = self._engines.pop(engine_id, None)
        if engine is None or told.boots > engine.heard.boots:
            engine = _Engine(told)
        self._engines[engine_id] = engine
        if len(self._engines) > MOST_ENGINES:
            self._engines.popitem(last=False)
        verdict = _verdict(engine, told, digest)
        if verdict == "fresh":
            _note(engine, told, digest)
        return verdict


def _verdict(engine: _Engine, told: Heard, digest: bytes) -> Verdict:
    silent = max(0.0, told.at - engine.heard.at)
    oldest = engine.heard.time + silent - WINDOW_SECONDS - DRIFT * silent
    if told.boots < engine.heard.boots or told.time < oldest:
        return "out_of_window"
    return "replayed" if digest in engine.digests or told.time < engine.floor else "fresh"


def _note(engine: _Engine, told: Heard, digest: bytes) -> None:
    if told.time >= engine.heard.time:
        engine.heard = told
    engine.messages.append((told.time, digest))
    engine.digests.add(digest)
    while len(engine.messages) > MOST_MESSAGES or engine.messages[0][0] < engine.heard.time - 2 * WINDOW_SECONDS:
        at, old = engine.messages.popleft()
        engine.digests.discard(old)
        engine.floor = max(engine.floor, min(at, engine.heard.time - 1))
