"""How well CIs are by their open signals: apart from what follows of failures elsewhere, which impact tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cmdb_server.signals.signal import CRITICAL, WARNING, Signal

Health: TypeAlias = Literal["critical", "warning", "ok"]


@dataclass(frozen=True)
class CIHealth:
    """The health of a CI, and how many signals of each severity it comes from; `since` in microseconds, 0 for well."""

    health: Health = "ok"
    critical: int = 0
    warning: int = 0
    since: int = 0


WELL = CIHealth()


def health_of(signals: Iterable[Signal]) -> dict[str, CIHealth]:
    """The health of each CI that open signals are of, by uid; of all others nothing is said. Notices do no harm."""
    found: dict[str, CIHealth] = {}
    for signal in signals:
        if not signal.ci_uid or signal.severity < WARNING:
            continue
        before = found.get(signal.ci_uid, WELL)
        is_critical = signal.severity >= CRITICAL
        found[signal.ci_uid] = CIHealth(
            "critical" if is_critical or before.critical else "warning",
            before.critical + is_critical,
            before.warning + (not is_critical),
            min(before.since or signal.started_at, signal.started_at),
        )
    return found
