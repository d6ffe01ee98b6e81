"""Says which programs are scanners, as a data source of its own; a person's word outweighs it."""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from hashlib import blake2b

import msgspec

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import scanners as queries
from cmdb_server.graph_store.queries import topology
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.derivation import IS_SCANNER
from cmdb_server.ingest.edits import Edit
from cmdb_server.ingest.items import CheckedSection, Item
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.placement import Origin
from cmdb_server.ingest.source_record import hash_in_scope
from cmdb_server.scanners.touching import FEWEST_OF_KNOWN, Touching, reason_of, turns_on_users
from cmdb_server.timestamps import OPEN
from graph_schema import Registry
from graph_schema.data_sources import RECOGNITION

SOURCE = f"{RECOGNITION.name}:scanners"
_SCOPE, _SECTION, _FAMILY = "default", "scanners", "running_software"
_SIGNED = ("", "follows from whom it touches")
_ALL_AGAIN_AFTER = 3_600 * 1_000_000
_AT_ONCE = 1_000


class Scanners:
    """Recognises scanners; safe to use from several threads, which decide one after the other."""

    def __init__(self, store: GraphStore, registry: Registry, ingest: Ingest, clock: Callable[[], int]) -> None:
        """`clock` in microseconds; listens to the store from now on."""
        self._store, self._ingest, self._clock = store, ingest, clock
        self._classes = sorted(name for name, spec in registry.classes.items() if spec.family == _FAMILY)
        self._deciding, self._touching = threading.Lock(), threading.Lock()
        self._changed: set[str] = set()
        self._turning: set[str] = set()
        self._all_at: int | None = None
        store.subscribe(self._hear)

    def run(self) -> int | None:
        """Decide of the programs that changes can have touched, now and then of all; how many are scanners.

        Those that are scanners as long as nobody uses them are always looked at.
        """
        with self._deciding:
            now = self._clock()
            is_all = self._all_at is None or now - self._all_at >= _ALL_AGAIN_AFTER
            with self._touching:
                changed, self._changed = self._changed, set()
            if not changed and not is_all:
                return None
            try:
                found = self._decide(changed, is_all=is_all)
            except CmdbError:
                # What did not come to be decided is decided the next time.
                with self._touching:
                    self._changed |= changed
                raise
            self._all_at = now if is_all else self._all_at
            return found

    def _decide(self, changed: Collection[str], *, is_all: bool) -> int | None:
        """Decide of the programs that changed, of those that turn on who uses them, and of scanners."""
        recognised = set(self._store.read(lambda tx: tx.run(queries.RECOGNISED, source=SOURCE))[0]["uid"])
        every = self._all() if is_all else set[str]()
        found = self._touched({*changed, *self._turning, *recognised, *every})
        self._turning = {uid for uid, program in found.items() if turns_on_users(program)}
        reasons = {uid: reason for uid, program in found.items() if (reason := reason_of(program))}
        return len(reasons) if self._say(reasons) else None

    def _all(self) -> set[str]:
        """All programs that touch many."""

        def read(tx: Transaction) -> set[str]:
            return set(tx.run(queries.MANY_TOUCHING, classes=self._classes, fewest=FEWEST_OF_KNOWN)[0]["uid"])

        return self._store.read(read)

    def _touched(self, uids: Iterable[str]) -> dict[str, Touching]:
        """Of these CIs the programs that touch many, and whom."""
        asked = sorted(uids)
        found: dict[str, Touching] = {}
        for start in range(0, len(asked), _AT_ONCE):
            window = asked[start : start + _AT_ONCE]
            found |= self._store.read(lambda tx, window=window: _read(tx, window))
        return found

    def _say(self, reasons: Mapping[str, str]) -> bool:
        """Say that these are scanners and no others; whether that is something else than before."""
        section_hash = blake2b(msgspec.json.encode(sorted(reasons.items())), digest_size=16).hexdigest()
        row = self._store.read(lambda tx: tx.run(topology.SAID, source=SOURCE))[0]
        said = dict(zip(row["key"], row["hash"], strict=True)).get(f"{SOURCE}/{_SECTION}")
        if said == hash_in_scope(section_hash, _SCOPE, "") or (said is None and not reasons):
            return False
        items = {
            uid: Item(uid, None, {IS_SCANNER: True, "scanner_reason": reason}, (), ())
            for uid, reason in sorted(reasons.items())
        }
        section = CheckedSection(_SECTION, section_hash, "complete", None, (), items)
        edit = Edit(0, partial(stored.lock_cis, uids=set(items)))
        self._ingest.accept_edit(section, Origin(SOURCE, _SCOPE, "", ""), _SIGNED, edit)
        return True

    def _hear(self, uids: frozenset[str]) -> None:
        with self._touching:
            self._changed |= uids


def _read(tx: Transaction, uids: list[str]) -> dict[str, Touching]:
    row = tx.run(queries.TOUCHED, uids=uids, open=OPEN)[0]
    ports: dict[str, dict[str, set[int]]] = {}
    for uid, machine, touched, port in zip(row["uid"], row["machine"], row["touched"], row["port"], strict=True):
        if touched != machine:
            ports.setdefault(uid, {}).setdefault(touched, set()).add(port)
    many = sorted(uid for uid, of in ports.items() if len(of) >= FEWEST_OF_KNOWN)
    if not many:
        return {}
    row = tx.run(queries.NAMES, uids=many, open=OPEN)[0]
    columns = zip(row["uid"], row["process_name"], row["application"], row["name"], row["users"], strict=True)
    return {
        uid: Touching(
            frozenset(name.casefold() for name in names),
            {machine: frozenset(numbers) for machine, numbers in ports[uid].items()},
            is_used=users > 0,
        )
        for uid, *names, users in columns
    }
