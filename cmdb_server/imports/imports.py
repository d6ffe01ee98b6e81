"""The steps of a batch: read, map, preview, commit, undo. Each call does a bounded piece of work and may be repeated.

State lies in the graph; what is kept here is only a memory of files and plans, made again when it is missing.
"""

import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec

from cmdb_server.auth.identity import Identity
from cmdb_server.errors import FieldError
from cmdb_server.imports.asking import ColumnQuestion, questions_of
from cmdb_server.imports.batch_values import WORKING, Batch, OnConflict, RowOutcome, State
from cmdb_server.imports.batches import Batches, SavedMapping
from cmdb_server.imports.checking import Checker, Chunk, Frame
from cmdb_server.imports.mapping import Mapping
from cmdb_server.imports.mapping_check import problems_of
from cmdb_server.imports.planning import plan
from cmdb_server.imports.reading import read_file
from cmdb_server.imports.refusals import ImportRefusedError, refused
from cmdb_server.imports.reject_file import reject_rows
from cmdb_server.imports.rights import is_open_to
from cmdb_server.imports.suggesting import suggest
from cmdb_server.imports.tables import Contents, Reading
from cmdb_server.imports.undoing import ImportRestsError, UndoCheck, check_undo
from cmdb_server.imports.working import Server, Worker
from cmdb_server.ingest.stored import read_refs

T = TypeVar("T")
_MAX_NAME = 200
_REMEMBERED = 4


@dataclass(frozen=True)
class Described:
    """A batch with what its file holds and what its columns mean; `origin` is chosen, remembered or suggested."""

    batch: Batch
    contents: Contents
    mapping: Mapping
    origin: str
    problems: tuple[FieldError, ...]
    questions: tuple[ColumnQuestion, ...]


class Imports:
    """Imports of files. Safe to use from several threads and processes at once."""

    def __init__(self, server: Server, clock: Callable[[], int]) -> None:
        """`clock` gives the server's time in microseconds."""
        self._server = server
        self._registry = server.registry
        self._clock = clock
        self._batches = Batches(server.store, clock)
        self._checker = Checker(server.registry)
        self._worker = Worker(server, self._batches, clock)
        self._known: dict[str, Any] = {}
        self._guard = threading.Lock()

    def upload(self, content: bytes, file_name: str, who: Identity) -> Batch:
        """Take a file. Raises ImportRefusedError for one that cannot be read."""
        name = " ".join(file_name.split())[:_MAX_NAME] or "file"
        contents = read_file(content, Reading())
        now = self._clock()
        uid = f"im_{secrets.token_hex(8)}"
        batch = Batch(uid, name, len(content), contents.kind, now, who.name, now, mapping_name=name, grants=who.grants)
        self._batches.create(batch, content)
        return batch

    def all(self) -> list[Batch]:
        """Every batch, the latest first."""
        return self._batches.all()

    def open_to(self, who: Identity) -> list[Batch]:
        """The batches that somebody may see and drive, the latest first."""
        return [batch for batch in self._batches.all() if is_open_to(batch, who, self._registry)]

    def find(self, uid: str, who: Identity) -> Batch | None:
        """A batch that somebody may see and drive, None when there is none."""
        batch = self._batches.find(uid)
        return batch if batch and is_open_to(batch, who, self._registry) else None

    def describe(self, batch: Batch) -> Described:
        """What a batch's file holds and what its columns mean. Raises ImportRefusedError."""
        contents = self._contents(batch)
        mapping, origin = batch.mapping, "chosen"
        if not mapping.sheets:
            saved = self._batches.mapping_for(contents)
            mapping = saved.mapping if saved else suggest(contents, batch.file_name, self._registry)
            origin = "remembered" if saved else "suggested"
        problems = problems_of(contents, mapping, self._registry)
        questions = questions_of(contents, mapping, self._registry)
        return Described(batch, contents, mapping, origin, problems, questions)

    def map(self, batch: Batch, mapping: Mapping, reading: Reading, name: str) -> Batch | None:
        """Say how a file is read and what its columns mean; a preview made before counts no longer."""
        if len(name) > _MAX_NAME or not name.isprintable():
            raise refused("mapping_name", name, f"must be at most {_MAX_NAME} printable characters", "shorten it")
        self._contents(replace(batch, reading=reading))

        def decide(now: Batch) -> Batch:
            _check_state(now, "uploaded", "previewing", "previewed")
            kept: dict[str, Any] = {"mapping": mapping, "reading": reading, "mapping_name": name or now.mapping_name}
            fresh: dict[str, Any] = {"state": "uploaded", "done": 0, "counts": {}, "revision": now.revision + 1}
            return replace(now, **kept, **fresh)

        return self._batches.change(batch.uid, decide)

    def saved_mapping(self, name: str) -> SavedMapping:
        """The mapping of a name. Raises ImportRefusedError when there is none."""
        return self._batches.mapping(name)

    def saved_mappings(self) -> list[SavedMapping]:
        """The mappings by name."""
        return self._batches.mappings()

    def delete_mapping(self, name: str) -> bool:
        """Forget a mapping; False when there is none."""
        return self._batches.delete_mapping(name)

    def preview(self, batch: Batch, who: Identity) -> Batch | None:
        """Begin to find out what each row would do; the mapping is remembered. Raises ImportRefusedError."""
        described = self.describe(batch)
        if described.problems:
            raise ImportRefusedError(*described.problems)
        mapped = replace(batch, mapping=described.mapping, revision=batch.revision + 1)
        chunks = self._plan(mapped)
        rows = sum(len(chunk.rows) for chunk in chunks)

        def decide(now: Batch) -> Batch:
            _check_state(now, "uploaded", "previewed")
            if now.revision != batch.revision:
                raise refused("mapping", now.mapping_name, "was changed in the meantime", "look at it and try again")
            sizes = {"rows": rows, "chunks": len(chunks), "done": 0}
            return replace(mapped, **sizes, state="previewing", counts={}, **_by(who))

        changed = self._batches.change(batch.uid, decide)
        self._batches.save_mapping(batch.mapping_name, described.contents, described.mapping, who.name)
        return changed

    def commit(self, uid: str, who: Identity, *, takes_conflicts: bool) -> Batch | None:
        """Begin to store the rows that can be stored, or go on. Raises ImportRefusedError."""

        def decide(now: Batch) -> Batch:
            _check_state(now, "previewed", *(("cancelled",) if now.observed_at else ()))
            begun: dict[str, Any] = {"state": "committing", "done": 0, "takes_conflicts": takes_conflicts}
            return replace(now, **begun, observed_at=now.observed_at or self._clock(), **_by(who))

        return self._batches.change(uid, decide)

    def undo(self, uid: str, who: Identity, on_conflict: OnConflict = "refuse") -> Batch | None:
        """Begin to take back what was stored; what others rest on is refused, skipped or undone too.

        Raises ImportRefusedError, ImportRestsError.
        """
        found = self._batches.find(uid)
        check = self.check_undo(found) if found and on_conflict != "undo" else None
        if check and check.resting and on_conflict == "refuse":
            raise ImportRestsError(check)

        def decide(batch: Batch) -> Batch:
            if not batch.is_undoable:
                raise _wrong_state(batch)
            return replace(batch, state="undoing", done=0, kept=list(check.kept) if check else [], **_by(who))

        return self._batches.change(uid, decide)

    def cancel(self, uid: str) -> Batch | None:
        """Stop before the next chunk: what is stored stays until it is undone. Raises ImportRefusedError."""

        def decide(batch: Batch) -> Batch:
            _check_state(batch, "uploaded", "previewing", "previewed", "committing")
            return replace(batch, state="cancelled")

        return self._batches.change(uid, decide)

    def discard(self, uid: str) -> bool:
        """Forget a file of which nothing was ever stored; False when there is none. Raises ImportRefusedError."""
        return self._batches.discard(uid, _check_discardable)

    def advance(self, uid: str) -> Batch | None:
        """Do the next chunk of a batch that is at work; nothing for another one. None when there is none."""
        batch = self._batches.find(uid)
        if batch is None or batch.state not in WORKING:
            return batch
        chunks = self._plan(batch)
        return self._worker.advance(batch, chunks, self._frame(batch))

    def rows(self, batch: Batch, outcome: str, offset: int, limit: int) -> tuple[int, list[RowOutcome]]:
        """How many rows have an outcome ("" for any), and one page of them in the order of the file."""
        found: list[RowOutcome] = []
        total = 0
        for state in self._batches.chunk_states(batch):
            count = sum(state.counts.values()) if not outcome else state.counts.get(outcome, 0)
            if count and total + count > offset and len(found) < limit:
                rows = self._batches.chunk_rows(batch, state.number)
                wanted = [row for row in rows if outcome in ("", row.outcome)]
                found += wanted[max(0, offset - total) : max(0, offset - total) + limit - len(found)]
            total += count
        return total, self._with_created(batch, found)

    def rejects(self, batch: Batch) -> Iterator[list[str]]:
        """The rows that are not stored, with their reasons, header first."""
        return reject_rows(self._contents(batch), self._left_out(batch))

    def check_undo(self, batch: Batch) -> UndoCheck:
        """What undoing a batch would do, and what of others rests on it."""
        return check_undo(self._server.store, batch, self._worker.stored_uids(batch))

    def _with_created(self, batch: Batch, rows: list[RowOutcome]) -> list[RowOutcome]:
        """The rows, with the CIs that they have created since they were previewed."""
        refs = {row.ref for row in rows if not row.uid and row.outcome == "create"}
        if not refs or not batch.stored:
            return rows
        created = self._server.store.read(lambda tx: read_refs(tx, batch.source, refs))
        return [replace(row, uid=row.uid or created.get(row.ref, "")) for row in rows]

    def _left_out(self, batch: Batch) -> Iterator[RowOutcome]:
        kinds = {"reject"} if batch.takes_conflicts else {"reject", "conflict"}
        for state in self._batches.chunk_states(batch):
            if kinds & set(state.counts):
                yield from (row for row in self._batches.chunk_rows(batch, state.number) if row.outcome in kinds)

    def _contents(self, batch: Batch) -> Contents:
        key = f"{batch.uid} {msgspec.json.encode(batch.reading).decode()}"
        return self._remembered(key, lambda: read_file(self._batches.content(batch.uid), batch.reading))

    def _plan(self, batch: Batch) -> list[Chunk]:
        key = f"{batch.uid} {batch.revision}"
        parts = (self._registry, self._checker)
        return self._remembered(key, lambda: plan(self._contents(batch), batch.mapping, self._frame(batch), parts))

    def _frame(self, batch: Batch) -> Frame:
        return Frame(batch.source, batch.mapping.network_scope, batch.observed_at or batch.created_at)

    def _remembered(self, key: str, make: Callable[[], T]) -> T:
        with self._guard:
            known = self._known.get(key)
        if known is None:
            known = make()
            with self._guard:
                self._known[key] = known
                while len(self._known) > _REMEMBERED:
                    del self._known[next(iter(self._known))]
        return known


def _by(who: Identity) -> dict[str, Any]:
    return {"actor": who.name, "grants": who.grants}


def _check_state(batch: Batch, *allowed: State) -> None:
    if batch.state not in allowed:
        raise _wrong_state(batch)


def _check_discardable(batch: Batch) -> None:
    if batch.state == "previewing":
        raise refused("state", batch.state, "is at work", "wait until the preview is done, or stop it")
    if not batch.is_discardable:
        message = "has stored rows, and who said what is kept"
        raise refused("state", batch.state, message, "undo the import instead; it stays in the list")


def _wrong_state(batch: Batch) -> ImportRefusedError:
    remedy = "wait until it is done" if batch.state in WORKING else "upload the file again"
    return refused("state", batch.state, "does not allow this step", remedy)
