"""What is in the graph, read into values that the deciding functions understand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

import msgspec

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.clock import move_clock, take_time
from cmdb_server.ingest.connections import Listener
from cmdb_server.ingest.freshness import GONE
from cmdb_server.ingest.items import Item
from cmdb_server.ingest.keys import is_waiting, names_ci
from cmdb_server.ingest.reconciliation import Said
from cmdb_server.ingest.stored_claims import decode_claims, encode_claims
from graph_schema.data_sources import MANUAL

OPEN = 9223372036854775807
RULE_BOOK = "reconciliation"
_SAID_COLUMNS = (
    *("uid", "ci_uid", "source", "ref", "section_key", "scope", "is_absent", "payload", "claims", "observed_at"),
    "freshness",
)
Dependents: TypeAlias = dict[tuple[str, str], dict[str, set[str]]]


class Payload(msgspec.Struct, frozen=True):
    """The stored form of what an observation says of the CI itself."""

    ci_class: str
    attributes: dict[str, Any]
    identifiers: tuple[str, ...] = ()


class AddingPayload(Payload, frozen=True):
    """The stored form of what a person adds to a CI."""

    released: tuple[str, ...] = ()


class StoredBond(NamedTuple):
    """A relationship in the graph; times in microseconds."""

    uid: str
    type: str
    source: str
    target: str
    claims: tuple[str, ...]
    facts: str
    valid_from: int
    valid_to: int


@dataclass
class Named:
    """The nodes of identifier keys: who has the key."""

    claimants: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


_PAYLOAD = msgspec.json.Decoder(AddingPayload)
_NONE_MERGED: Mapping[str, str] = {}


def encode_item(item: Item) -> tuple[str, str]:
    """What is stored of an item: its payload and its claims, both as JSON."""
    payload = Payload(item.ci_class or "", dict(sorted(item.attributes.items())), item.identifiers)
    if item.released:
        payload = AddingPayload(payload.ci_class, payload.attributes, payload.identifiers, item.released)
    return msgspec.json.encode(payload).decode(), encode_claims(item.claims)


def read_refs(
    tx: Transaction, source: str, refs: Collection[str], merged: Mapping[str, str] = _NONE_MERGED
) -> dict[str, str]:
    """The CI behind each ref of a source, where there is one; `merged` as in read_current."""
    named = {ref for ref in refs if names_ci(source, ref)}
    found = read_current(tx, named, merged) if named else {}
    if others := set(refs) - named:
        row = tx.run(queries.REFS, ref_keys=sorted(ref_key(source, ref) for ref in others))[0]
        found |= {ref: uid for ref, uid in zip(row["ref"], row["ci_uid"], strict=True) if not is_waiting(uid)}
    return found


def read_current(tx: Transaction, uids: Collection[str], merged: Mapping[str, str] = _NONE_MERGED) -> dict[str, str]:
    """For each uid of a CI that is there itself, or the one that took its place.

    `merged` is what this transaction is about to write: the CI that takes the place of one, "" for one that is itself.
    """
    found: dict[str, str] = {}
    asked: dict[str, str] = {uid: uid for uid in uids}
    while asked:
        row = tx.run(queries.CURRENT, uids=sorted(set(asked.values())))[0]
        follows: dict[str, str] = dict(zip(row["uid"], row["merged_into"], strict=True))
        follows.update(merged)
        found |= {uid: at for uid, at in asked.items() if follows.get(at) == ""}
        asked = {uid: follows[at] for uid, at in asked.items() if follows.get(at)}
    return found


def ref_key(source: str, ref: str) -> str:
    """The key of a ref among the refs of all sources; that of a CI is the same for all who name it by its uid."""
    return f"{MANUAL.name}|{ref}" if names_ci(source, ref) else f"{source}|{ref}"


def read_named(tx: Transaction, keys: Collection[str]) -> Named:
    """The claimants of identifier keys."""
    named = Named()
    if keys:
        for row in tx.run(queries.IDENTIFIERS, keys=sorted(keys)):
            named.claimants[row["key"]] = list(row["claimants"] or [])
    return named


def read_dependents(tx: Transaction, owners: Collection[str], classes: Collection[str]) -> Dependents:
    """Per (owner, class) the uids of the dependents that have each identifier."""
    found: Dependents = defaultdict(lambda: defaultdict(set))
    if owners and classes:
        row = tx.run(queries.DEPENDENTS, owners=sorted(owners), classes=sorted(classes))[0]
        for uid, owner, ci_class, keys in zip(
            *(row[name] for name in ("uid", "owner_uid", "ci_class", "identifiers")), strict=True
        ):
            for key in keys:
                found[owner, ci_class][key].add(uid)
    return found


def read_existing(tx: Transaction, uids: Collection[str]) -> set[str]:
    """Which of these CIs are there."""
    return set(tx.run(queries.EXISTING, uids=sorted(uids))[0]["uid"]) if uids else set()


def read_cis(tx: Transaction, uids: Collection[str]) -> dict[str, dict[str, Any]]:
    """The properties of CIs by uid."""
    return {row["uid"]: row["properties"] for row in tx.run(queries.CIS, uids=sorted(uids))} if uids else {}


class Observed:
    """What is said of CIs, by their uid and that of the observation; read once in a transaction.

    Where it is to be settled what they are `shown` with and the `rules` are read along, and the clock is moved.
    """

    def __init__(self, tx: Transaction, settled_at: int = 0) -> None:
        """Nothing is read yet; `settled_at` is the server's time if it is to be settled."""
        self._tx = tx
        self._settled_at = settled_at
        self._known: dict[str, dict[str, Said]] = {}
        self.shown: dict[str, dict[str, Any]] = {}
        self.rules = "[]"

    def of(self, uids: Iterable[str]) -> dict[str, dict[str, Said]]:
        """The observations of these CIs."""
        wanted = set(uids)
        if missing := wanted - set(self._known):
            read = as_said(self._read(sorted(missing)))
            self._known |= {uid: read.get(uid, {}) for uid in missing}
        return {uid: self._known[uid] for uid in sorted(wanted)}

    def forget(self) -> None:
        """Read again from now on: something was locked or written."""
        self._known.clear()
        self.shown.clear()

    def has_read(self, uids: Collection[str]) -> bool:
        """Whether it is known what CIs are shown with."""
        return bool(self._settled_at) and self._known.keys() >= set(uids)

    def _read(self, uids: list[str]) -> Mapping[str, Any]:
        if not self._settled_at:
            return self._tx.run(queries.OBSERVATIONS_OF_CIS, uids=uids)[0]
        move_clock(self._tx, self._settled_at)
        row = self._tx.run(queries.OBSERVED, uids=uids, rule_book=RULE_BOOK)[0]
        take_time(self._tx, row["clock"])
        self.shown |= dict(zip(row["cis"], row["properties"], strict=True))
        self.rules = row["rules"] or "[]"
        return {name: list(chain.from_iterable(row[name])) for name in _SAID_COLUMNS}


def read_said_of_refs(tx: Transaction, ref_keys: Collection[str]) -> dict[str, dict[str, Said]]:
    """The observations under some refs, by the CI they are of and their uid."""
    return as_said(tx.run(queries.OBSERVATIONS_OF_REFS, ref_keys=sorted(ref_keys))[0]) if ref_keys else {}


def as_said(row: Mapping[str, Any]) -> dict[str, dict[str, Said]]:
    """Columns of observations as values, by the CI they are of and their uid."""
    found: dict[str, dict[str, Said]] = defaultdict(dict)
    for uid, ci_uid, source, ref, section_key, scope, is_absent, payload, claims, at, freshness in zip(
        *(row[name] for name in _SAID_COLUMNS), strict=True
    ):
        said = _PAYLOAD.decode(payload)
        found[ci_uid][uid] = Said(
            source,
            ref,
            section_key.rpartition("/")[2],
            scope,
            said.ci_class,
            said.attributes,
            said.identifiers,
            decode_claims(claims),
            at,
            is_absent or freshness == GONE,
            said.released,
            "" if is_absent else freshness,
        )
    return found


def read_listeners(tx: Transaction, computers: Collection[str], ports: Collection[int]) -> dict[str, list[Listener]]:
    """The listening endpoints of computers on the given ports."""
    found: dict[str, list[Listener]] = defaultdict(list)
    if computers and ports:
        row = tx.run(queries.LISTENERS, computers=sorted(computers), ports=sorted(ports), open=OPEN)[0]
        for entry in zip(*(row[name] for name in Listener._fields), strict=True):
            found[entry[0]].append(Listener(*entry))
    return found


def read_addresses(tx: Transaction, computer: str) -> set[str]:
    """The identifiers of the addresses configured on a computer's interfaces."""
    found = tx.run(queries.ADDRESSES_OF, computer=computer, open=OPEN)[0]["identifiers"]
    return {key for identifiers in found for key in identifiers}


def lock_cis(tx: Transaction, uids: Collection[str]) -> None:
    """Lock CIs that others report: by their roots, and by their identifiers where they stand alone."""
    cis = read_cis(tx, uids)
    keys = {f"root:{ci.get('root_uid') or uid}" for uid, ci in cis.items()}
    keys |= {key for ci in cis.values() if not ci.get("owner_uid") for key in ci.get("identifiers") or ()}
    tx.lock(keys)
