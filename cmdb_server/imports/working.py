"""The work on a batch, one chunk at a time: rehearse, store or take back; repeated after a crash it does no harm."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cmdb_server.data_sources.sources import NoSuchSourceError, Sources
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.imports.batch_values import OUTCOMES, Batch, ChunkState, RowOutcome, State
from cmdb_server.imports.batches import Batches
from cmdb_server.imports.checking import Chunk, Frame, report_of, section_name
from cmdb_server.imports.outcomes import Rehearsal
from cmdb_server.imports.planning import CHUNK_ROWS
from cmdb_server.imports.rights import Rights
from cmdb_server.imports.row_items import RowItems
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.permissions.sight import Places, Sight, sight_of
from graph_schema import Registry

_NEXT: dict[State, State] = {"previewing": "previewed", "committing": "committed"}
_WITHDRAW_SECONDS = 1.0


@dataclass(frozen=True)
class Server:
    """The parts of the server that imports work with."""

    store: GraphStore
    registry: Registry
    ingest: Ingest
    sources: Sources
    places: Places


class Worker:
    """Does the next chunk of batches."""

    def __init__(self, server: Server, batches: Batches, clock: Callable[[], int]) -> None:
        """`clock` gives the server's time in microseconds."""
        self._server = server
        self._batches = batches
        self._clock = clock

    def advance(self, batch: Batch, chunks: Sequence[Chunk], frame: Frame) -> Batch | None:
        """Do one chunk; when none is left, the batch goes on to its next state."""
        if batch.state == "undoing":
            return self._take_back(batch)
        states = self._states(batch)
        left = [chunk for chunk in chunks if not _is_done(batch, states.get(chunk.number))]
        if left:
            self._do(batch, left[0], (chunks, frame))
            states = self._states(batch)
        done = sum(_is_done(batch, states.get(chunk.number)) for chunk in chunks)
        progress = _Progress(done, done == len(chunks), _counts(states.values()), _stored(states.values()))
        return self._batches.change(batch.uid, lambda now: _moved_on(now, batch, progress))

    def stored_uids(self, batch: Batch) -> set[str]:
        """The CIs of the rows that are stored, also of those that an undo left."""
        numbers = [state.number for state in self._batches.chunk_states(batch) if state.state in ("stored", "undone")]
        return self._batches.stored_uids([f"{batch.source}/{section_name(number)}" for number in numbers])

    def _states(self, batch: Batch) -> dict[int, ChunkState]:
        return {state.number: state for state in self._batches.chunk_states(batch)}

    def _do(self, batch: Batch, chunk: Chunk, context: tuple[Sequence[Chunk], Frame]) -> None:
        if batch.state == "committing":
            self._store(batch, chunk, context)
        else:
            self._batches.save_chunk(batch, chunk.number, self._rehearse(batch, chunk, context))

    def _rehearse(self, batch: Batch, chunk: Chunk, context: tuple[Sequence[Chunk], Frame]) -> list[RowOutcome]:
        chunks, frame = context
        planned = frozenset(key for entry in chunks for keys in entry.keys.values() for key in keys)
        parts = (self._server.store, self._server.registry, self._server.ingest)
        rights = Rights(self._server.registry, self._sight(batch), self._server.places)
        return Rehearsal(parts, frame, planned, rights).outcomes(chunk, batch.actor, self._clock)

    def _store(self, batch: Batch, chunk: Chunk, context: tuple[Sequence[Chunk], Frame]) -> None:
        outcomes = self._batches.chunk_rows(batch, chunk.number)
        rows = chunk.usable(row.ref for row in outcomes if _is_wanted(row, batch))
        if rows and not self._sight(batch).writes_all:
            rows = self._permitted(batch, (replace(chunk, rows=rows), outcomes), context)
        if rows:
            report = report_of(rows, chunk.number, context[1], self._server.registry)
            self._server.ingest.accept(report, batch.actor)
        self._batches.set_chunk_state(batch, chunk.number, "stored", len(rows))

    def _permitted(
        self, batch: Batch, planned: tuple[Chunk, Sequence[RowOutcome]], context: tuple[Sequence[Chunk], Frame]
    ) -> list[RowItems]:
        """The rows that may be stored as things are now; of the others it is noted why not."""
        chunk, before = planned
        now = {row.ref: row for row in self._rehearse(batch, chunk, context)}
        left_out = {ref: row for ref, row in now.items() if not row.is_storable}
        if left_out:
            self._batches.save_chunk(batch, chunk.number, [left_out.get(row.ref, row) for row in before])
        return chunk.usable(now.keys() - left_out.keys())

    def _sight(self, batch: Batch) -> Sight:
        return sight_of(self._server.registry, batch.grants)

    def _take_back(self, batch: Batch) -> Batch | None:
        """Withdraw the batch's source for a while; one that is gone was withdrawn before."""
        reason = f"the import of {batch.file_name} was undone"
        with suppress(NoSuchSourceError):
            sources, said = self._server.sources, (batch.source, batch.actor, reason)
            left = (
                sources.withdraw_but(*said, kept=batch.kept, seconds=_WITHDRAW_SECONDS)
                if batch.kept
                else sources.withdraw_some(*said, seconds=_WITHDRAW_SECONDS)
            )
            if left:
                done = max(0, batch.chunks - left // CHUNK_ROWS - 1)
                return self._batches.change(batch.uid, lambda now: replace(now, done=done))
        self._batches.set_undone(batch)
        kept = len(batch.kept)
        return self._batches.change(batch.uid, lambda now: replace(now, state="undone", stored=kept, done=now.chunks))


class _Progress(NamedTuple):
    done: int
    is_complete: bool
    counts: dict[str, int]
    stored: int


def _is_wanted(row: RowOutcome, batch: Batch) -> bool:
    return row.is_storable and (batch.takes_conflicts or row.outcome != "conflict")


def _is_done(batch: Batch, state: ChunkState | None) -> bool:
    """Whether a chunk needs nothing more in the present state of its batch."""
    return state is not None and (batch.state == "previewing" or state.state == "stored")


def _counts(states: Collection[ChunkState]) -> dict[str, int]:
    return {name: sum(state.counts.get(name, 0) for state in states) for name in OUTCOMES}


def _stored(states: Collection[ChunkState]) -> int:
    return sum(state.stored for state in states)


def _moved_on(now: Batch, before: Batch, progress: _Progress) -> Batch:
    """The batch after a chunk; what somebody decided about it in the meantime stands."""
    if now.revision != before.revision:
        return now
    known: dict[str, Any] = {"stored": progress.stored, "counts": progress.counts}
    if now.state != before.state:
        return replace(now, **known)
    state = _NEXT[before.state] if progress.is_complete else before.state
    return replace(now, **known, state=state, done=progress.done)
