"""What a sender says once of one signal, within limits: longer texts are cut, more labels than fit are left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from msgspec import structs

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.signals.signal import CRITICAL, INFO, WARNING, Labels
from cmdb_server.signals.subjects import NOTHING_NAMED, Subject

MOST_OFFERS = 10_000
MOST_LABELS = 40
LONGEST_NAME, LONGEST_LABEL, LONGEST_SUMMARY = 200, 500, 1_000
_SHOWN = 100
_NAMES_OF_SUBJECTS = ("uid", "host", "address", "program", "service", "ci_class")
_WORDS: Mapping[int, tuple[str, ...]] = {
    CRITICAL: ("critical", "crit", "fatal", "emergency", "emerg", "disaster", "page", "high", "down", "p1", "1"),
    WARNING: ("warning", "warn", "error", "err", "major", "average", "medium", "degraded", "ticket", "p2", "2"),
    INFO: ("info", "information", "notice", "minor", "low", "none", "debug", "ok", "p3", "p4", "3", "4"),
}
_SEVERITY_OF = {word: severity for severity, words in _WORDS.items() for word in words}
UNRATED = WARNING


class Sender(NamedTuple):
    """Who says something, and the network scope in which it names machines."""

    source: str
    network_scope: str


@dataclass(frozen=True)
class Offer:
    """What is said; times in microseconds, 0 for what is not said.

    `is_firing` is False for "it is over", at `ended_at`. Without being repeated it is over at `expires_at`.
    """

    fingerprint: str
    name: str
    is_firing: bool
    severity: int = UNRATED
    summary: str = ""
    started_at: int = 0
    ended_at: int = 0
    expires_at: int = 0
    value: str = ""
    labels: Labels = field(default_factory=Labels)
    subject: Subject = NOTHING_NAMED


class Refusal(NamedTuple):
    """Why something of a request was not taken: where it stands, what it was, what is wrong, and what to do."""

    field: str
    value: str
    message: str
    remedy: str


class Offered(NamedTuple):
    """What a request holds, and what of it cannot be used."""

    offers: list[Offer]
    refused: list[Refusal]


class BadSignalsError(CmdbError):
    """A request holds nothing that can be taken."""

    def __init__(self, refused: Iterable[Refusal], status: int = 422) -> None:
        """422 with each value that is at fault, the first twenty of them."""
        errors = tuple(FieldError(*entry) for entry in list(refused)[:20])
        first = errors[0]
        super().__init__(
            f"{first.field} {first.value!r} {first.message}; {first.remedy}", status, "bad_signals", errors
        )


def refusal(field_name: str, value: object, message: str, remedy: str) -> Refusal:
    """A refusal with its value cut."""
    return Refusal(field_name, str(value)[:_SHOWN], message, remedy)


def severity_of(word: str) -> int:
    """The severity that a word stands for in monitoring systems; one that nobody knows is a warning."""
    return _SEVERITY_OF.get(word.strip().lower(), UNRATED)


def bounded(offer: Offer) -> Offer:
    """The same within the limits: what a sender makes up as it likes takes no more room than this."""
    kept = sorted(offer.labels.items())[:MOST_LABELS]
    labels = {_text(name, LONGEST_NAME): _text(text, LONGEST_LABEL) for name, text in kept}
    return replace(
        offer,
        fingerprint=_text(offer.fingerprint, LONGEST_LABEL),
        name=_text(offer.name, LONGEST_NAME),
        summary=_text(offer.summary, LONGEST_SUMMARY),
        value=_text(offer.value, LONGEST_NAME),
        labels=labels,
        subject=_bounded_subject(offer.subject),
    )


def time_of(text: str) -> int | None:
    """Microseconds out of RFC 3339, 0 for the year 1 (Go's for none); None for what is no time with a zone."""
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is None:
            return None
        return max(int(moment.timestamp() * 1_000_000), 0) if moment.year > 1 else 0
    except (ValueError, OverflowError):
        return None


def _bounded_subject(subject: Subject) -> Subject:
    texts = {name: _text(getattr(subject, name), LONGEST_NAME) for name in _NAMES_OF_SUBJECTS}
    return structs.replace(subject, **texts)


def _text(text: str, longest: int) -> str:
    """Cut, and without half characters, which a graph cannot keep."""
    return text[:longest].encode("utf-8", "replace").decode()
