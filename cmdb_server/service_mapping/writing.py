"""The members of a service as claims of a data source of its own, explained and withdrawn like any other."""

from collections.abc import Callable
from hashlib import blake2b

import msgspec

from cmdb_server.graph_store.queries import service_mapping as queries
from cmdb_server.graph_store.queries import topology
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.edits import Edit
from cmdb_server.ingest.items import CheckedSection, Claim, Item
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.placement import Origin
from cmdb_server.ingest.source_record import hash_in_scope
from cmdb_server.service_mapping.following import Membership
from cmdb_server.timestamps import OPEN
from graph_schema.data_sources import SERVICE_MAP
from graph_schema.relationships import CONSISTS_OF, DEPENDS_ON

_SECTION = "members"
_SCOPE = "default"


def stored_members(store: GraphStore, services: list[str]) -> dict[str, dict[str, str]]:
    """The members of services that are stored, with their roles, by service."""
    row = store.read(lambda tx: tx.run(queries.MEMBERS, uids=services, open=OPEN))[0]
    found: dict[str, dict[str, str]] = {uid: {} for uid in services}
    for service, uid, role in zip(row["service"], row["uid"], row["role"], strict=True):
        found[service][uid] = role
    return found


class MemberWriter:
    """Writes what services consist of."""

    def __init__(self, store: GraphStore, ingest: Ingest) -> None:
        """Nothing is written yet."""
        self._store, self._ingest = store, ingest

    def write(
        self,
        service: str,
        found: Membership | None,
        signed: tuple[str, str],
        keep: Callable[[Transaction], object] | None = None,
    ) -> bool:
        """Say these members and nothing else, None for none; whether that is something else than before.

        `signed` is who made it so and why, in the history of the service. `keep` writes in the same transaction what
        they follow from; what it raises refuses them.
        """
        claims = _claims(found) if found else ()
        source = f"{SERVICE_MAP.name}:{service}"
        section_hash = blake2b(msgspec.json.encode(claims), digest_size=16).hexdigest()
        row = self._store.read(lambda tx: tx.run(topology.SAID, source=source))[0]
        said = dict(zip(row["key"], row["hash"], strict=True)).get(f"{source}/{_SECTION}")
        if said == hash_in_scope(section_hash, _SCOPE, "") or (said is None and not claims):
            if keep:
                self._store.write(keep)
            return False
        items = {service: Item(service, None, {}, (), claims)} if claims else {}
        section = CheckedSection(_SECTION, section_hash, "complete", None, (), items)

        def prepare(tx: Transaction) -> None:
            stored.lock_cis(tx, {service})
            if keep:
                keep(tx)

        edit = Edit(0, prepare)
        self._ingest.accept_edit(section, Origin(source, _SCOPE, "", ""), signed, edit)
        return True


def _claims(found: Membership) -> tuple[Claim, ...]:
    needed = {"strength": "hard", "confidence": 1.0}
    members = sorted(found.members.values())
    return (
        *(Claim(DEPENDS_ON.name, uid, dict(needed)) for uid in found.tops),
        *(Claim(CONSISTS_OF.name, entry.uid, {"role": entry.role, "level": entry.level}) for entry in members),
    )
