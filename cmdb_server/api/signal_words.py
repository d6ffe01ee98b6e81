"""Signals as answers tell of them: with their CIs by name, and nothing said of a CI that may not be seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from fastapi import Request
from pydantic import BaseModel

from cmdb_server.api.dependencies import services_of, sight_of_request
from cmdb_server.api.times import time_or_none
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.permissions.sight import REDACTED, Place, Sight
from cmdb_server.signals.deciding import is_flapping
from cmdb_server.signals.signal import WORDS, Signal
from cmdb_server.signals.subjects import Subject
from cmdb_server.timestamps import rfc3339

SeverityWord = Literal["critical", "warning", "info"]


class SignalCI(BaseModel):
    """A CI that a signal is of, or may be of; `root` names the machine that it is on."""

    uid: str
    name: str
    ci_class: str
    root: str | None


class SignalOut(BaseModel):
    """Something that monitoring says of a CI, from its start to its end (null: it is open).

    `names` is what the sender names. Where no CI is known, `ci` is null, `reason` says why and `candidates` which ones
    it may be; `place` is what a person may say is a certain CI. `count` is how often it was told, `flaps` how often it
    came back within ten minutes; `is_flapping`: it ends only after ten quiet minutes. `incident` is the number of the
    one that it opened or joined, `expected_by` that of the change that it follows from as planned.
    """

    uid: str
    name: str
    severity: str
    state: Literal["open", "resolved"]
    summary: str
    value: str
    ci: SignalCI | None
    names: str
    place: str
    reason: str
    candidates: list[SignalCI]
    sender: str
    network_scope: str
    started_at: str
    last_at: str
    resolved_at: str | None
    resolved_by: str
    count: int
    flaps: int
    is_flapping: bool
    labels: dict[str, str]
    incident: str
    expected_by: str


@dataclass(frozen=True)
class Telling:
    """Tells of signals as whoever asks may see them; names are those of a snapshot, which hides some itself."""

    snapshot: Snapshot
    sight: Sight
    places: Mapping[str, Place]

    def signal(self, signal: Signal, state_at: int) -> SignalOut:
        """A signal as it was at a time."""
        shows = self._shows(signal)
        is_open = signal.resolved_at > state_at
        return SignalOut(
            uid=signal.uid,
            name=signal.name if shows else REDACTED,
            severity=WORDS[signal.severity],
            state="open" if is_open else "resolved",
            summary=signal.summary if shows else REDACTED,
            value=signal.value if shows else "",
            ci=self.ci(signal.ci_uid),
            names=in_words(signal.subject) if shows else REDACTED,
            place=signal.subject.place if shows else "",
            reason=signal.reason if shows else "",
            candidates=[found for uid in signal.candidates if (found := self.ci(uid))],
            sender=signal.source,
            network_scope=signal.network_scope,
            started_at=rfc3339(signal.started_at),
            last_at=rfc3339(signal.last_at),
            resolved_at=None if is_open else time_or_none(signal.resolved_at),
            resolved_by="" if is_open else signal.resolved_by,
            count=signal.count,
            flaps=signal.flaps,
            is_flapping=is_open and is_flapping(signal),
            labels=signal.labels if shows else {},
            incident=signal.incident,
            expected_by=signal.expected_by,
        )

    def ci(self, uid: str) -> SignalCI | None:
        """A CI by its name; None for none, or one that was not there."""
        number = self.snapshot.numbers.get(uid)
        if number is None:
            return None
        cis = self.snapshot.cis
        root = self.snapshot.numbers.get(cis.root_uid[number], number)
        return SignalCI(
            uid=uid,
            name=cis.name[number],
            ci_class=cis.ci_class[number],
            root=cis.name[root] if root != number else None,
        )

    def _shows(self, signal: Signal) -> bool:
        """What is of no known CI may be of any: it is for those who may see all."""
        if self.sight.reads_all:
            return True
        place = self.places.get(signal.ci_uid)
        return place is not None and self.sight.sees(place)


def telling(request: Request, snapshot: Snapshot, signals: Iterable[Signal], others: Iterable[str] = ()) -> Telling:
    """How to tell whoever asks of some signals and `others` (CIs by uid); `snapshot` is that of who asks."""
    sight = sight_of_request(request)
    of_signals = {signal.ci_uid for signal in signals if signal.ci_uid}
    uids = () if sight.reads_all else sorted(of_signals.union(others))
    return Telling(snapshot, sight, services_of(request).index.places(uids))


def in_words(subject: Subject) -> str:
    """What a sender names: postgres on host db1, port 5432."""
    if subject.uid:
        return subject.uid
    port = f", port {subject.port}" if subject.port else ""
    return " on ".join(part for part in (subject.program, subject.place) if part) + port
