"""What follows from calls, as claims of the data source that told of them, explained and withdrawn like any other."""

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import blake2b

import msgspec

from cmdb_server.graph_store.queries import sources, topology
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest import stored
from cmdb_server.ingest.edits import Edit
from cmdb_server.ingest.items import CheckedSection, Claim, Item, Target
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.placement import Origin
from cmdb_server.ingest.source_record import hash_in_scope, name_of
from cmdb_server.ingest.targets import ENDPOINT
from cmdb_server.traces.joining import Need
from cmdb_server.traces.spans import Peer
from graph_schema.relationships import CONNECTS_TO, DEPENDS_ON

_SIGNED = ("", "follows from calls that were traced")
_SECTION, _TRANSPORT = "calls-", "tcp"


class CallWriter:
    """Writes what one data source tells."""

    def __init__(self, store: GraphStore, ingest: Ingest, source: str) -> None:
        """Nothing is written yet."""
        self._store, self._ingest, self._source = store, ingest, source

    def write(self, network_scope: str, needs: Mapping[str, Sequence[Need]]) -> int:
        """Say of a network scope these needs (by the uid of who needs) and nothing else; how many sections changed."""
        sections: dict[str, list[Item]] = {}
        for uid, found in sorted(needs.items()):
            item = Item(uid, None, {}, (), tuple(map(_claim, found)))
            # By a part of the uid: a change is written with few others, and all of them in few transactions.
            sections.setdefault(f"{_SECTION}{network_scope}-{uid[3:5]}", []).append(item)
        said = self._said()
        mine = {name for name in said if name.rpartition("-")[0] == f"{_SECTION}{network_scope}"}
        return sum(
            self._write(network_scope, name, sections.get(name, []), said.get(name, ""))
            for name in sorted(mine | sections.keys())
        )

    def known_scopes(self) -> set[str]:
        """The network scopes of which something was said."""
        return {name.removeprefix(_SECTION).rpartition("-")[0] for name in self._said()}

    def note_contact(self, now: int) -> None:
        """Note that the source was heard (microseconds), also where nothing follows from it."""
        properties = {**name_of(self._source), "last_contact_at": now, "seen_at": now}
        self._store.write(lambda tx: tx.run(sources.SAVE_SOURCE, key=self._source, properties=properties))

    def _said(self) -> dict[str, str]:
        row = self._store.read(lambda tx: tx.run(topology.SAID, source=self._source))[0]
        return {key.rpartition("/")[2]: text for key, text in zip(row["key"], row["hash"], strict=True)}

    def _write(self, network_scope: str, name: str, items: Sequence[Item], said: str) -> bool:
        text = msgspec.json.encode([(item.ref, item.claims) for item in items])
        section_hash = blake2b(text, digest_size=16).hexdigest()
        if said == hash_in_scope(section_hash, network_scope, ""):
            return False
        section = CheckedSection(name, section_hash, "complete", None, (), {item.ref: item for item in items})
        edit = Edit(0, partial(stored.lock_cis, uids={item.ref for item in items}))
        self._ingest.accept_edit(section, Origin(self._source, network_scope, "", ""), _SIGNED, edit)
        return True


def _claim(need: Need) -> Claim:
    if not isinstance(need.target, Peer):
        return Claim(DEPENDS_ON.name, need.target, dict(need.facts))
    of_peer = {"address": need.target.address, "port": need.target.port, "protocol": _TRANSPORT}
    return Claim(CONNECTS_TO.name, Target(ENDPOINT, tuple(sorted(of_peer.items()))), {**of_peer, **need.facts})
