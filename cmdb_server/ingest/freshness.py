"""How long a source has not seen its root CI, and what follows: a pure function of its contacts and the class's rule.

A report is a sight when at least one of its sections collected something, else a failed attempt. A source of a kind
that makes contact by itself has also failed when it did not, as long as there was a server to make contact with.

All that a source says ages together, by the rule of its root CI's class: what is on a machine is seen with it.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from cmdb_server.ingest.wire import WireSection
from graph_schema.ageing import AgeingRule
from graph_schema.data_sources import DataSourceSpec

FRESH = ""
STALE = "stale"
GONE = "gone"
_COLLECTED = frozenset(("complete", "partial"))
_MOST_ATTEMPTS_KEPT = 100
_SECOND = 1_000_000


class Contacts(NamedTuple):
    """What is kept of a source's contacts, in microseconds.

    `seen_at` is when its last sight arrived (server's clock), `sight_at` when that was observed, `failed_at` when the
    failed attempts since then were (source's clock).
    """

    seen_at: int
    sight_at: int
    last_contact_at: int
    failed_at: tuple[int, ...]


class Silence(NamedTuple):
    """How long a root CI has not been seen, and how many attempts to see it have failed since."""

    seconds: int
    attempts: int


def is_sight(sections: Iterable[WireSection]) -> bool:
    """Whether a report collected anything."""
    return any(section.outcome in _COLLECTED for section in sections)


def noted(known: Contacts, observed_at: int, now: int, *, is_seen: bool) -> dict[str, Any]:
    """What a report adds to the contacts of its source, as properties. In whatever order reports come."""
    failed = set(known.failed_at)
    sight_at = known.sight_at
    if is_seen:
        sight_at = max(sight_at, observed_at)
    else:
        failed.add(observed_at)
    left = sorted(at for at in failed if at > sight_at)[-_MOST_ATTEMPTS_KEPT:]
    properties: dict[str, Any] = {"last_contact_at": max(now, known.last_contact_at), "failed_at": left}
    return {**properties, "seen_at": max(now, known.seen_at), "sight_at": sight_at} if is_seen else properties


def silence_of(contacts: Contacts, spec: DataSourceSpec, now: int, listening_since: int) -> Silence:
    """How silent a source is at a time; contacts are missed only since there is a server to make them with."""
    missed = 0
    if spec.contact_seconds:
        waited = now - max(contacts.last_contact_at, listening_since)
        missed = max(0, waited // (spec.contact_seconds * _SECOND))
    return Silence(max(0, now - contacts.seen_at) // _SECOND, len(contacts.failed_at) + missed)


def freshness_of(silence: Silence, rule: AgeingRule) -> str:
    """What the word of a source that is so silent is worth: nothing is stale or gone by time or attempts alone."""
    if silence.seconds < rule.stale_seconds or silence.attempts < rule.stale_attempts:
        return FRESH
    if silence.seconds < rule.until_retired_seconds or silence.attempts < rule.until_retired_attempts:
        return STALE
    return GONE


class NextStep(NamedTuple):
    """What a silence leads to: not before a time (microseconds), and not before so many more attempts have failed."""

    freshness: str
    at: int
    attempts_left: int


def next_step(contacts: Contacts, silence: Silence, rule: AgeingRule) -> NextStep | None:
    """What comes next for a source that stays silent, None when nothing does."""
    known = freshness_of(silence, rule)
    if known == GONE:
        return None
    if known == STALE:
        seconds, attempts = rule.until_retired_seconds, rule.until_retired_attempts
    else:
        seconds, attempts = rule.stale_seconds, rule.stale_attempts
    wanted = GONE if known == STALE else STALE
    return NextStep(wanted, contacts.seen_at + seconds * _SECOND, max(0, attempts - silence.attempts))


def in_words(silence: Silence) -> str:
    """A silence as the reason of what follows from it."""
    days, hours = divmod(silence.seconds // 3600, 24)
    time = f"{days} days" if days > 1 else f"{24 * days + hours} hours"
    attempts = "1 attempt" if silence.attempts == 1 else f"{silence.attempts} attempts"
    return f"not seen for {time}, {attempts} failed"
