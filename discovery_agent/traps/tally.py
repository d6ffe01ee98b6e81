"""What was taken and what was not since the last batch: counted by subject, so that a storm is one line."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from discovery_agent.traps.batch import MOST_REFUSALS, MOST_TRAPS, Batch, Proof, Refusal, Subject, Trap
from discovery_agent.traps.reasons import ACCEPTED, DAMPED, LOST, OVERFLOWED, Reason


class Tally:
    """Counts, within bounds: of more subjects or addresses than a batch holds only the numbers are kept."""

    def __init__(self, batch: Batch | None = None) -> None:
        """Begins with what an earlier one had."""
        self._traps: dict[Subject, Trap] = {trap.subject: trap for trap in batch.traps} if batch else {}
        self._refusals = {(entry.address, entry.reason): entry for entry in batch.refusals} if batch else {}
        self._counts = Counter(batch.counts if batch else {})
        self._latest = {subject.address: subject for subject in self._traps}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self._counts

    def take(self, subject: Subject, details: Mapping[str, str], proof: Proof) -> None:
        """One that is believed."""
        self._counts[ACCEPTED.name] += 1
        before, now = self._traps.get(subject), _now()
        if before is None and len(self._traps) >= MOST_TRAPS:
            self._counts[LOST.name] += 1
            return
        times, unread, first_at = (before.times, before.unread, before.first_at) if before else (0, 0, now)
        self._traps[subject] = Trap(subject, details, proof, times + 1, unread, first_at, now)
        self._latest[subject.address] = subject

    def unread(self, address: str) -> None:
        """One more of a sender whose proof is right and of which enough was read."""
        subject = self._latest.get(address)
        if subject is None:
            self.refuse(address, DAMPED)
            return
        self._counts[DAMPED.name] += 1
        trap = self._traps[subject]
        self._traps[subject] = trap._replace(unread=trap.unread + 1, last_at=_now())

    def refuse(self, address: str, reason: Reason) -> None:
        """One that is not told of, and why."""
        self._counts[reason.name] += 1
        key = (address, reason.name)
        before = self._refusals.get(key)
        if before is not None or len(self._refusals) < MOST_REFUSALS:
            self._refusals[key] = Refusal(*key, before.times + 1 if before else 1, _now())

    def overflowed(self, times: int) -> None:
        """So many of nobody knows whom that came faster than they were looked at."""
        if times > 0:
            self._counts[OVERFLOWED.name] += times

    def batch(self, batch_id: str, listens_on: str) -> Batch:
        """All of it."""
        return Batch(
            batch_id, listens_on, tuple(self._traps.values()), dict(self._counts), tuple(self._refusals.values())
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
