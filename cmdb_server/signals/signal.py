"""A signal: something that monitoring says of one CI, from its start to its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from hashlib import blake2b
from typing import Any, TypeAlias

import msgspec

from cmdb_server.signals.subjects import NOTHING_NAMED, Subject
from cmdb_server.timestamps import OPEN

CRITICAL, WARNING, INFO = 3, 2, 1
SEVERITIES: Mapping[str, int] = {"critical": CRITICAL, "warning": WARNING, "info": INFO}
WORDS: Mapping[int, str] = {number: word for word, number in SEVERITIES.items()}
BY_SENDER, BY_TIME_OUT, BY_PERSON = "sender", "time-out", "person"
Labels: TypeAlias = dict[str, str]
_SUBJECT, _LABELS = msgspec.json.Decoder(Subject), msgspec.json.Decoder(Labels)


@dataclass(frozen=True)
class Signal:
    """A signal; times in microseconds, `resolved_at` is OPEN as long as it is open.

    `key` is the same for all that a sender says under one fingerprint. `said_start` is the start as the sender last
    told it (0: never). `quiet_at` is when one that flaps ends if it stays quiet, else 0; `expires_at` when it ends if
    nobody repeats it. `ci_uid` is "" where no CI is known; `reason` says why not, `candidates` which ones it may be.
    `incident` is the number of the record that it opened or joined by itself, `expected_by` that of the change that
    it follows from as planned.
    """

    uid: str
    key: str
    source: str
    network_scope: str
    fingerprint: str
    name: str
    severity: int
    summary: str
    started_at: int
    last_at: int
    expires_at: int
    said_start: int = 0
    resolved_at: int = OPEN
    resolved_by: str = ""
    quiet_at: int = 0
    count: int = 1
    flaps: int = 0
    value: str = ""
    labels: Labels = field(default_factory=Labels)
    subject: Subject = NOTHING_NAMED
    ci_uid: str = ""
    reason: str = ""
    candidates: tuple[str, ...] = ()
    incident: str = ""
    expected_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it has not ended yet."""
        return self.resolved_at == OPEN


def key_of(source: str, fingerprint: str) -> str:
    """What a sender's fingerprint is found by."""
    return blake2b(f"{source}\x1f{fingerprint}".encode(), digest_size=16).hexdigest()


def stored_form(signal: Signal) -> dict[str, Any]:
    """The properties of its node; `open_source` is its source as long as it is open, to find those by an index."""
    plain = {entry.name: getattr(signal, entry.name) for entry in fields(signal) if entry.name != "uid"}
    plain["labels"] = msgspec.json.encode(signal.labels).decode()
    plain["subject"] = msgspec.json.encode(signal.subject).decode()
    plain["candidates"] = list(signal.candidates)
    return {**plain, "open_source": signal.source if signal.is_open else ""}


def signal_of(properties: Mapping[str, Any]) -> Signal:
    """A signal out of the properties of its node."""
    known: dict[str, Any] = {entry.name: properties[entry.name] for entry in fields(Signal) if entry.name in properties}
    known["labels"] = _LABELS.decode(properties["labels"])
    known["subject"] = _SUBJECT.decode(properties["subject"])
    known["candidates"] = tuple(properties.get("candidates") or ())
    return Signal(**known)
