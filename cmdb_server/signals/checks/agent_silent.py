"""An agent that should make contact by itself and does not: its machine, or the way to it, may not work."""

from collections.abc import Sequence

from cmdb_server.ingest.ageing import Ageing
from cmdb_server.signals.checking import Check, Seen
from cmdb_server.signals.offers import Offer
from cmdb_server.signals.signal import WARNING
from cmdb_server.signals.subjects import Subject
from graph_schema.data_sources import kind_of

MISSED_CONTACTS = 2
_MINUTE = 60


def _run(seen: Seen) -> Sequence[Offer]:
    silent = Ageing(seen.store, seen.registry, lambda: seen.now).silent()
    kinds = seen.registry.data_sources
    found = (
        entry
        for entry in silent
        if kinds[kind_of(entry.source.key)].contact_seconds and entry.silence.attempts >= MISSED_CONTACTS
    )
    return [
        Offer(
            fingerprint=entry.source.key,
            name="AgentSilent",
            is_firing=True,
            severity=WARNING,
            summary="The agent on it makes no contact any more.",
            started_at=seen.now - entry.silence.seconds * 1_000_000,
            labels={"source": entry.source.key, "silent_minutes": str(entry.silence.seconds // _MINUTE)},
            subject=Subject(uid=entry.source.root_uid),
        )
        for entry in found
    ]


check = Check("agent_silent", "An agent missed two contacts or more.", _run)
