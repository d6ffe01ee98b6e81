"""Tables in the graph: taken in batch by batch, each of them whole; what is there already costs a look only.

A table that was cut off is taken up where it was by sending it again. What it no longer tells of a vulnerability is
ended with the batch that tells the rest of it. (2026-11; rejected: the file in the graph until a job has read it, which
puts hundreds of megabytes through the engine that nobody asks for again.)
"""

import secrets
from collections import Counter
from collections.abc import Callable
from typing import IO

import msgspec

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import vulnerabilities as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.itsm.rule_book import RuleBook, Versioned
from cmdb_server.vulnerabilities.batch import Batch, Problem, batches, store
from cmdb_server.vulnerabilities.lifecycle import Lifecycle
from cmdb_server.vulnerabilities.table_file import documents

_KEY = "vulnerability_tables"
_MOST_PROBLEMS = 200
_LIFECYCLES = "endoflife.date"
# Entries of one ecosystem name packages of others now and then: that does not make a table of these.
_SHARE = 100


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table that was taken in; times in microseconds. `state` is running, done or failed (`error` says why).

    `seen_at` is when something of it was kept last: one that runs and was not seen for long was cut off.
    `entries` counts what was read, `changed` what was new or otherwise than before, `refused` what was left out, of
    which `problems` are the first. `ecosystems` counts entries that tell of each.
    """

    uid: str
    name: str
    by: str
    begun_at: int
    seen_at: int = 0
    ended_at: int = 0
    state: str = "running"
    error: str = ""
    formats: tuple[str, ...] = ()
    entries: int = 0
    changed: int = 0
    lifecycles: int = 0
    refused: int = 0
    problems: tuple[Problem, ...] = ()
    ecosystems: dict[str, int] = msgspec.field(default_factory=dict[str, int])


class Covered(msgspec.Struct, frozen=True):
    """An ecosystem of which a table was taken in: when last, and under which name."""

    at: int
    name: str


class Coverage(Versioned, frozen=True, kw_only=True):
    """The ecosystems of which tables were taken in; `version` rises with each table."""

    ecosystems: dict[str, Covered] = msgspec.field(default_factory=dict[str, Covered])


_LIFECYCLE = msgspec.json.Decoder(Lifecycle)
_TOLD = msgspec.json.Decoder(Table)


class Tables:
    """Takes tables in and tells which there are; safe on several servers."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._audit = store, clock, audit
        self._book = RuleBook(store, _KEY, Coverage(), clock)

    def coverage(self) -> Coverage:
        """What was taken in so far."""
        return self._book.current()

    def begin(self, name: str, actor: Actor) -> Table:
        """Note that a table comes in, so that it can be followed."""
        now = self._clock()
        table = Table(uid="vt_" + secrets.token_hex(8), name=name, by=actor.name, begun_at=now, seen_at=now)
        self._note(table)
        return table

    def take(self, table: Table, file: IO[bytes], actor: Actor) -> Table:
        """Take a table in; what is wrong with it or with single entries is told in the answer."""
        try:
            for batch in batches(documents(table.name, file)):
                table = self._taken(table, batch)
                self._note(table)
            table = msgspec.structs.replace(table, state="done")
        except CmdbError as error:
            table = msgspec.structs.replace(table, state="failed", error=str(error)[:500])
        table = msgspec.structs.replace(table, ended_at=self._clock())
        self._cover(table, actor)
        self._store.write(lambda tx: self._finish(tx, table, actor))
        return table

    def all(self, since: int = 0) -> list[Table]:
        """The tables that were taken in, the last first."""
        row = self._store.read(lambda tx: tx.run(queries.TABLES, since=since)[0])
        found = (_TOLD.decode(properties["told"]) for properties in row["properties"])
        return sorted(found, key=lambda table: (-table.begun_at, table.uid))

    def lifecycles(self) -> list[Lifecycle]:
        """The products of which it is told how long they are supported."""
        row = self._store.read(lambda tx: tx.run(queries.LIFECYCLES)[0])
        return sorted(map(_LIFECYCLE.decode, row["told"]), key=lambda one: one.product)

    def _taken(self, table: Table, batch: Batch) -> Table:
        """The table with a batch more, which is kept when this returns."""
        changed = self._store.transact([_KEY], lambda tx: store(tx, batch))
        counts = Counter(table.ecosystems)
        for one in batch.vulnerabilities:
            counts.update({affected.package.partition("/")[0] for affected in one.affected})
        problems = (*table.problems, *batch.problems)[:_MOST_PROBLEMS]
        return msgspec.structs.replace(
            table,
            formats=tuple(sorted({*table.formats, *batch.formats})),
            entries=table.entries + len(batch.vulnerabilities),
            changed=table.changed + changed,
            lifecycles=table.lifecycles + len(batch.lifecycles),
            refused=table.refused + len(batch.problems),
            seen_at=self._clock(),
            problems=problems,
            ecosystems=dict(counts),
        )

    def _cover(self, table: Table, actor: Actor) -> None:
        """Say what was taken in; one entry alone is no table of its ecosystem, nor is one that was cut off."""
        least = max(2, table.entries // _SHARE)
        is_whole = table.state == "done" and table.entries > 1
        names = [name for name, count in table.ecosystems.items() if is_whole and count >= least]
        names += [_LIFECYCLES] * bool(table.lifecycles)
        held = self._book.current()
        covered = {**held.ecosystems, **dict.fromkeys(names, Covered(self._clock(), table.name))}
        self._book.save(Coverage(ecosystems=covered), actor.name, None, lambda _: CmdbError("", 409, ""))

    def _note(self, table: Table) -> None:
        self._store.write(lambda tx: self._note_in(tx, table))

    def _note_in(self, tx: Transaction, table: Table) -> None:
        told = {"told": msgspec.json.encode(table).decode(), "begun_at": table.begun_at}
        tx.run(queries.SAVE_TABLE, uid=table.uid, properties=told)

    def _finish(self, tx: Transaction, table: Table, actor: Actor) -> None:
        self._note_in(tx, table)
        told = {"name": table.name, "entries": table.entries, "refused": table.refused}
        self._audit.note(tx, actor, "vulnerabilities.import", table.uid, **told)
