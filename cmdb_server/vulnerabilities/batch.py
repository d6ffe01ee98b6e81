"""Entries of a table that are kept together, in one transaction."""

import hashlib
from collections.abc import Container, Iterator, Sequence

import msgspec

from cmdb_server.graph_store.queries import vulnerabilities as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.vulnerabilities.entry import EntryError, Vulnerability
from cmdb_server.vulnerabilities.format import entries
from cmdb_server.vulnerabilities.lifecycle import Lifecycle
from cmdb_server.vulnerabilities.table_file import Document

_MOST_ENTRIES, _MOST_ROWS = 400, 4_000


class Problem(msgspec.Struct, frozen=True):
    """An entry that was left out: where it stands, and why."""

    file: str
    message: str


class Batch:
    """Entries that are kept in one transaction."""

    def __init__(self) -> None:
        """Nothing is in it yet."""
        self._of: dict[str, Vulnerability] = {}
        self.lifecycles: list[Lifecycle] = []
        self.problems: list[Problem] = []
        self.formats: set[str] = set()
        self._rows = 0

    @property
    def vulnerabilities(self) -> list[Vulnerability]:
        """Each once, as it was told last."""
        return list(self._of.values())

    @property
    def is_full(self) -> bool:
        """Whether no more should be added."""
        most = max(len(self._of), len(self.lifecycles))
        return most >= _MOST_ENTRIES or max(self._rows, len(self.problems)) >= _MOST_ROWS

    def add(self, document: Document) -> None:
        """What a document tells."""
        if document.problem:
            self.problems.append(Problem(document.file[-200:], document.problem))
            return
        name, found = entries(document.content, document.file)
        self.formats |= {name} - {""}
        for one in found:
            if isinstance(one, EntryError):
                self.problems.append(Problem(document.file[-200:], str(one)[:300]))
            elif isinstance(one, Lifecycle):
                self.lifecycles.append(one)
            else:
                self._of[one.key] = one
                self._rows += len(one.affected)


def batches(found: Iterator[Document]) -> Iterator[Batch]:
    """The documents of a table in parts that one transaction keeps."""
    batch = Batch()
    for document in found:
        batch.add(document)
        if batch.is_full:
            yield batch
            batch = Batch()
    yield batch


def store(tx: Transaction, batch: Batch) -> int:
    """Keep a batch; how many of its entries were new or otherwise."""
    if batch.lifecycles:
        told = {one.product: msgspec.json.encode(one).decode() for one in batch.lifecycles}
        tx.run(queries.SAVE_LIFECYCLES, product=list(told), told=list(told.values()))
    encoded = [(one, msgspec.json.encode(one)) for one in batch.vulnerabilities]
    known = _known(tx, [one.key for one, _ in encoded])
    digests = [hashlib.blake2b(content, digest_size=12).hexdigest() for _, content in encoded]
    changed = [
        (*pair, digest) for pair, digest in zip(encoded, digests, strict=True) if known.get(pair[0].key) != digest
    ]
    if not changed:
        return 0
    _save_affected(tx, [one for one, _, _ in changed], known.keys())
    bare = (msgspec.structs.replace(one, affected=()) for one, _, _ in changed)
    tx.run(
        queries.SAVE,
        key=[one.key for one, _, _ in changed],
        cve=[one.cve for one, _, _ in changed],
        digest=[digest for _, _, digest in changed],
        told=[msgspec.json.encode(one).decode() for one in bare],
    )
    return len(changed)


def _known(tx: Transaction, keys: Sequence[str]) -> dict[str, str]:
    if not keys:
        return {}
    row = tx.run(queries.KNOWN, keys=list(keys))[0]
    return dict(zip(row["key"], row["digest"], strict=True))


def _save_affected(tx: Transaction, changed: Sequence[Vulnerability], known: Container[str]) -> None:
    kept = {
        f"{one.key} {affected.package}": (one.key, affected)
        for one in changed
        if not one.is_withdrawn
        for affected in one.affected
    }
    before = [one.key for one in changed if one.key in known]
    if before:
        ended = set(tx.run(queries.AFFECTED_OF, keys=before)[0]["key"]) - kept.keys()
        tx.run(queries.END_AFFECTED, keys=sorted(ended))
    rows = list(kept.items())
    for start in range(0, len(rows), _MOST_ROWS):
        some = rows[start : start + _MOST_ROWS]
        tx.run(
            queries.SAVE_AFFECTED,
            key=[key for key, _ in some],
            vulnerability=[of for _, (of, _) in some],
            package=[affected.package for _, (_, affected) in some],
            told=[msgspec.json.encode((affected.ranges, affected.versions)).decode() for _, (_, affected) in some],
        )
