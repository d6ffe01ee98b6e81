"""The steps of an import, as somebody takes them."""

from collections.abc import Callable
from dataclasses import dataclass

from cmdb_server.auth.identity import READ, WRITE, Identity
from cmdb_server.csv_text import csv_lines
from cmdb_server.export.canonical import export_canonical
from cmdb_server.imports.batch_values import WORKING, Batch, RowOutcome
from cmdb_server.imports.imports import Imports
from cmdb_server.imports.mapping import Mapping, SheetMapping
from cmdb_server.imports.tables import Reading
from cmdb_server.imports.working import Server

WHO = Identity("kari", "person", frozenset((READ, WRITE)))


@dataclass
class Importer:
    """Imports files; each step on a server that knows nothing of the step before."""

    server: Server
    start: Callable[[], Imports]
    who: Identity = WHO

    def preview(self, content: bytes, *sheets: SheetMapping, name: str = "servers.csv") -> Batch:
        """A file, mapped and previewed."""
        batch = self.start().upload(content, name, self.who)
        if sheets:
            batch = there(self.start().map(batch, Mapping(list(sheets)), Reading(), ""))
        return self.work(there(self.start().preview(batch, self.who)))

    def commit(self, content: bytes, *sheets: SheetMapping, takes_conflicts: bool = False) -> Batch:
        """A file, previewed and stored."""
        batch = self.preview(content, *sheets)
        return self.work(there(self.start().commit(batch.uid, self.who, takes_conflicts=takes_conflicts)))

    def undo(self, batch: Batch) -> Batch:
        """Take a batch back."""
        return self.work(there(self.start().undo(batch.uid, self.who)))

    def work(self, batch: Batch) -> Batch:
        """Do all chunks that are left."""
        while batch.state in WORKING:
            batch = there(self.start().advance(batch.uid))
        return batch

    def rows(self, batch: Batch, outcome: str = "") -> list[RowOutcome]:
        """What becomes of the rows."""
        return self.start().rows(batch, outcome, 0, 5000)[1]

    def rejects(self, batch: Batch) -> str:
        """The reject file."""
        return csv_lines(self.start().rejects(batch))

    def facts(self) -> str:
        """The canonical export of the graph."""
        return b"".join(export_canonical(self.server.store, self.server.registry)).decode()


def there(batch: Batch | None) -> Batch:
    """A batch that must be there."""
    assert batch is not None
    return batch
