"""CIs as others refer to them, and when sources last made contact."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from cmdb_server.ci_detail.answers import CIRef, CIRefStatus
from cmdb_server.graph_store.queries import ci_detail as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.timestamps import rfc3339


@dataclass(frozen=True)
class References:
    """CIs by uid, and the computer (root) that each is on."""

    cis: Mapping[str, CIRefStatus] = field(default_factory=dict[str, CIRefStatus])
    roots: Mapping[str, str] = field(default_factory=dict[str, str])

    def ci(self, uid: str) -> CIRef | None:
        """A CI, None for one that is not there."""
        found = self.cis.get(uid)
        return None if found is None else CIRef(found.uid, found.name, found.ci_class)


def read_references(tx: Transaction, uids: Collection[str]) -> References:
    """These CIs; those that are not there are left out."""
    if not uids:
        return References()
    row = tx.run(queries.REFERENCES, uids=sorted(uids))[0]
    columns = zip(*(row[name] for name in ("uid", "name", "ci_class", "status", "root_uid")), strict=True)
    cis: dict[str, CIRefStatus] = {}
    roots: dict[str, str] = {}
    for uid, name, ci_class, status, root in columns:
        cis[uid] = CIRefStatus(uid, name, ci_class, status)
        roots[uid] = root
    return References(cis, roots)


def read_contacts(tx: Transaction, keys: Collection[str]) -> dict[str, int]:
    """When these sources last made contact, in microseconds."""
    if not keys:
        return {}
    row = tx.run(queries.CONTACTS, keys=sorted(keys))[0]
    return dict(zip(row["key"], row["at"], strict=True))


def last_seen(stored: int, sources: Collection[str], contacts: Mapping[str, int]) -> int:
    """When a fact was last known to be so: as fresh as the last contact of its sources (microseconds)."""
    return max(stored, *(contacts.get(key, 0) for key in sources), 0)


def time_text(at: int) -> str | None:
    """A stored time as RFC 3339; None for 0, which stands for never."""
    return rfc3339(at) if at else None
