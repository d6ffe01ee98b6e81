"""Documents at entitlements: the proof of purchase, the terms. Kept as files at records are; who did it is audited."""

from collections.abc import Callable

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.kept_files.keeping import Beside, KeptFile, KeptFiles, remove_file
from cmdb_server.licences.keeping import check_there, locked


class EntitlementDocuments:
    """Takes documents in, gives them out, removes them; safe on several servers."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._audit = store, audit
        self._files = KeptFiles(store, clock)

    def of(self, uid: str) -> list[KeptFile]:
        """The documents of an entitlement, the oldest first. Raises NoEntitlementError."""
        self._store.read(lambda tx: check_there(tx, uid))
        return self._files.of(uid)

    def one(self, uid: str, file_uid: str) -> KeptFile:
        """A document of an entitlement. Raises NoEntitlementError, UnknownFileError."""
        self._store.read(lambda tx: check_there(tx, uid))
        return self._files.one(uid, file_uid, uid)

    def content(self, file: KeptFile) -> bytes:
        """The bytes of a document."""
        return self._files.content(file)

    def add(self, uid: str, name: str, content: bytes, actor: Actor) -> KeptFile:
        """Keep a document. Raises NoEntitlementError, FileRefusedError."""
        made = self._files.made(uid, name, content, actor.name)

        def write(beside: Beside) -> KeptFile:
            def keep(tx: Transaction) -> None:
                locked(tx, uid)
                beside(tx)
                self._audit.note(tx, actor, "entitlement.add_document", uid, name=made.name)

            self._store.write(keep)
            return made

        return self._files.add(made, content, write)

    def remove(self, uid: str, file_uid: str, actor: Actor) -> None:
        """Forget a document. Raises NoEntitlementError, UnknownFileError."""
        file = self.one(uid, file_uid)

        def write(tx: Transaction) -> None:
            locked(tx, uid)
            remove_file(tx, file_uid)
            self._audit.note(tx, actor, "entitlement.remove_document", uid, name=file.name)

        self._store.write(write)
