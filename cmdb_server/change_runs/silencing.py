"""Which signals follow from a change as planned: pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from cmdb_server.itsm.changes.running import Run
from cmdb_server.signals.signal import Signal


def is_expected(run: Run, foretold: Mapping[str, str], signal: Signal, now: int) -> bool:
    """Whether a signal follows from a change as planned; `foretold` are the CIs that it takes down or degrades."""
    return signal.ci_uid in foretold and run.began_at <= signal.started_at and now <= run.quiet_until


def expecting(runs: Iterable[Run], now: int) -> Callable[[Signal], str]:
    """Of a signal, the number of the change that it follows from as planned, "" for none: the first that began."""
    known = [(run, run.foretold) for run in runs if now <= run.quiet_until]

    def expected(signal: Signal) -> str:
        return next((run.number for run, foretold in known if is_expected(run, foretold, signal, now)), "")

    return expected


def by_change(signals: Iterable[Signal], expected: Callable[[Signal], str]) -> dict[str, Sequence[Signal]]:
    """Signals that nobody has taken yet, by the change that they follow from."""
    found: dict[str, list[Signal]] = {}
    for signal in signals:
        is_free = not (signal.incident or signal.expected_by)
        if is_free and (number := expected(signal)):
            found.setdefault(number, []).append(signal)
    return dict(found)
