"""Signals as the ranker reads them, and when the symptom began: pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from cmdb_server.signals.signal import Signal

SECOND = 1_000_000
SAME_WAVE = 20 * 60 * SECOND
_LATE = 60 * SECOND


def nodes_of(signals: Sequence[Signal], known: Collection[str], roots: Mapping[str, str]) -> dict[str, str]:
    """For each signal (uid) the CI of the graph that it speaks of: its own, else the machine that this is on."""
    found: dict[str, str] = {}
    for signal in signals:
        node = signal.ci_uid if signal.ci_uid in known else roots.get(signal.ci_uid, "")
        if node in known:
            found[signal.uid] = node
    return found


def readings_of(signals: Sequence[Signal], nodes: Mapping[str, str]) -> list[dict[str, Any]]:
    """The signals of CIs in the graph as the ranker takes them."""
    return [
        {
            "node": nodes[signal.uid],
            "metric": signal.name,
            "severity": signal.severity,
            "onset": signal.started_at / SECOND,
        }
        for signal in signals
        if signal.uid in nodes
    ]


def is_relevant(signal: Signal, began: int, at: int) -> bool:
    """Whether a signal can have to do with a symptom: it is open, or was when that began.

    What came and went later is another story.
    """
    return signal.resolved_at > at or (signal.resolved_at > began and signal.started_at <= began + SAME_WAVE)


def began_at(signals: Sequence[Signal], nodes: Mapping[str, str], target: str, at: int) -> int:
    """When a symptom began that is seen at a time (microseconds).

    That of the symptom's own signals; without any the last wave of the worst ones of what it may suffer from, of which
    each began within twenty minutes of the one before; without these the time itself.
    """
    own = [signal.started_at for signal in signals if nodes.get(signal.uid) == target]
    if own:
        return min(min(own) + _LATE, at)
    seen = [signal for signal in signals if signal.uid in nodes]
    worst = max((signal.severity for signal in seen), default=0)
    onsets = sorted((signal.started_at for signal in seen if signal.severity == worst), reverse=True)
    if not onsets:
        return at
    wave = onsets[:1]
    for onset in onsets[1:]:
        if wave[-1] - onset > SAME_WAVE:
            break
        wave.append(onset)
    return min(max(wave) + _LATE, at)
