"""What is kept of imports in the graph, so that any server goes on where another one ended."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from cmdb_server.graph_store.queries import imports as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.imports.batch_values import Batch, ChunkState, RowOutcome
from cmdb_server.imports.mapping import Mapping
from cmdb_server.imports.refusals import refused
from cmdb_server.imports.tables import Contents, Reading

_PIECE_BYTES = 1 << 20
_BATCH = msgspec.json.Decoder(Batch)
_ROWS = msgspec.json.Decoder(list[RowOutcome])
_COUNTS = msgspec.json.Decoder(dict[str, int])


class SavedMapping(NamedTuple):
    """A mapping under its name; `reading` is how its file was read."""

    name: str
    mapping: Mapping
    reading: Reading
    updated_at: int
    updated_by: str


class Batches:
    """Reads and writes batches, their files, chunks and mappings."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock

    def create(self, batch: Batch, content: bytes) -> None:
        """Keep a file, piece by piece, then the batch: a file that was cut off is of no batch."""
        for number, start in enumerate(range(0, len(content), _PIECE_BYTES)):
            piece = content[start : start + _PIECE_BYTES]
            uid = f"{batch.uid}/{number:05}"
            self._store.write(
                lambda tx, uid=uid, number=number, piece=piece: tx.run(
                    queries.SAVE_PIECE, uid=uid, batch=batch.uid, number=number, bytes=piece
                )
            )
        self._store.write(lambda tx: _save(tx, batch))

    def content(self, uid: str) -> bytes:
        """The file of a batch."""
        rows = self._store.read(lambda tx: tx.run(queries.PIECES, batch=uid))
        return b"".join(bytes(row["bytes"]) for row in rows)

    def find(self, uid: str) -> Batch | None:
        """A batch, None when there is none."""
        return self._store.read(lambda tx: _read(tx, uid))

    def all(self) -> list[Batch]:
        """Every batch, the latest first."""
        bodies = self._store.read(lambda tx: tx.run(queries.BATCHES))[0]["body"]
        return sorted((_BATCH.decode(body) for body in bodies), key=lambda batch: (-batch.created_at, batch.uid))

    def change(self, uid: str, decide: Callable[[Batch], Batch]) -> Batch | None:
        """Change a batch while nobody else does; None when there is none. `decide` may refuse by raising."""

        def work(tx: Transaction) -> Batch | None:
            batch = _read(tx, uid)
            if batch is None:
                return None
            changed = replace(decide(batch), updated_at=self._clock())
            _save(tx, changed)
            return changed

        return self._store.transact((f"import:{uid}",), work)

    def discard(self, uid: str, check: Callable[[Batch], None]) -> bool:
        """Forget a batch with its file and its chunks; False when there is none. `check` may refuse by raising."""

        def work(tx: Transaction) -> bool:
            batch = _read(tx, uid)
            if batch is None:
                return False
            check(batch)
            tx.run(queries.DELETE_CHUNKS, batch=uid)
            tx.run(queries.DELETE_PIECES, batch=uid)
            tx.run(queries.DELETE_BATCH, uid=uid)
            return True

        return self._store.transact((f"import:{uid}",), work)

    def chunk_states(self, batch: Batch) -> list[ChunkState]:
        """How far each chunk of the present mapping is."""
        rows = self._store.read(lambda tx: tx.run(queries.CHUNK_STATES, batch=batch.uid, revision=batch.revision))
        return [ChunkState(row["number"], row["state"], _COUNTS.decode(row["counts"]), row["stored"]) for row in rows]

    def save_chunk(self, batch: Batch, number: int, rows: Sequence[RowOutcome]) -> None:
        """Keep what storing the rows of a chunk would do."""
        counts: dict[str, int] = {}
        for row in rows:
            counts[row.outcome] = counts.get(row.outcome, 0) + 1
        properties: dict[str, Any] = {
            "batch": batch.uid,
            "number": number,
            "revision": batch.revision,
            "state": "previewed",
            "stored": 0,
            "counts": msgspec.json.encode(counts).decode(),
            "rows": msgspec.json.encode(rows).decode(),
        }
        self._store.write(lambda tx: tx.run(queries.SAVE_CHUNK, uid=_chunk_uid(batch, number), properties=properties))

    def chunk_rows(self, batch: Batch, number: int) -> list[RowOutcome]:
        """What storing the rows of a chunk would do."""
        found = self._store.read(lambda tx: tx.run(queries.CHUNK, uid=_chunk_uid(batch, number)))
        return _ROWS.decode(found[0]["rows"]) if found else []

    def set_chunk_state(self, batch: Batch, number: int, state: str, stored: int) -> None:
        """Note how far a chunk is, and how many of its rows are stored."""
        uid, properties = _chunk_uid(batch, number), {"state": state, "stored": stored}
        self._store.write(lambda tx: tx.run(queries.SET_CHUNK_STATE, uid=uid, properties=properties))

    def set_undone(self, batch: Batch) -> None:
        """Note that nothing of a batch is stored any more."""
        self._store.write(lambda tx: tx.run(queries.SET_UNDONE, batch=batch.uid))

    def stored_uids(self, section_keys: Sequence[str]) -> set[str]:
        """The CIs of which sections say something."""
        keys = list(section_keys)
        return set(self._store.read(lambda tx: tx.run(queries.STORED_CIS, section_keys=keys))[0]["uid"])

    def save_mapping(self, name: str, contents: Contents, mapping: Mapping, who: str) -> None:
        """Keep a mapping under a name, for this header too."""
        properties: dict[str, Any] = {
            "headers": headers_of(contents),
            "mapping": msgspec.json.encode(mapping).decode(),
            "reading": msgspec.json.encode(contents.reading).decode(),
            "updated_at": self._clock(),
            "updated_by": who,
        }
        self._store.write(lambda tx: tx.run(queries.SAVE_MAPPING, name=name, properties=properties))

    def mappings(self) -> list[SavedMapping]:
        """The mappings by name."""
        return [_mapping(row) for row in self._store.read(lambda tx: tx.run(queries.MAPPINGS))]

    def mapping(self, name: str) -> SavedMapping:
        """The mapping of a name. Raises ImportRefusedError when there is none."""
        rows = self._store.read(lambda tx: tx.run(queries.MAPPING, name=name))
        if not rows:
            known = ", ".join(saved.name for saved in self.mappings()) or "none yet"
            raise refused("mapping", name, "is no mapping", f"use one of those that are saved ({known[:300]})")
        return _mapping(rows[0])

    def mapping_for(self, contents: Contents) -> SavedMapping | None:
        """The mapping last used for a file with the same header."""
        rows = self._store.read(lambda tx: tx.run(queries.MAPPING_FOR, headers=headers_of(contents)))
        return _mapping(rows[0]) if rows else None

    def delete_mapping(self, name: str) -> bool:
        """Forget a mapping; False when there is none."""
        return bool(self._store.write(lambda tx: tx.run(queries.DELETE_MAPPING, name=name)))


def headers_of(contents: Contents) -> str:
    """A digest of the names of all sheets and columns."""
    named = [(table.name, sorted(table.columns)) for table in contents.tables if table.columns]
    return blake2b(msgspec.json.encode(sorted(named)), digest_size=16).hexdigest()


def _read(tx: Transaction, uid: str) -> Batch | None:
    rows = tx.run(queries.BATCH, uid=uid)
    return _BATCH.decode(rows[0]["body"]) if rows else None


def _save(tx: Transaction, batch: Batch) -> None:
    properties = {"state": batch.state, "body": msgspec.json.encode(batch).decode()}
    tx.run(queries.SAVE_BATCH, uid=batch.uid, properties=properties)


def _chunk_uid(batch: Batch, number: int) -> str:
    return f"{batch.uid}/{number:05}"


def _mapping(row: dict[str, Any]) -> SavedMapping:
    found = row["properties"]
    mapping = msgspec.json.decode(found["mapping"], type=Mapping)
    reading = msgspec.json.decode(found["reading"], type=Reading)
    return SavedMapping(found["name"], mapping, reading, found["updated_at"], found["updated_by"])
