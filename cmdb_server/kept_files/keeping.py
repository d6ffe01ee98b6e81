"""Files in the graph: content first, piece by piece; with the file's node it belongs to its owner."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TypeVar

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import kept_files as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.kept_files.checking import MOST_FILES, cleaned_name, refusal

_PIECE_BYTES = 256 << 10
_Done = TypeVar("_Done")
Beside = Callable[[Transaction], None]


@dataclass(frozen=True)
class KeptFile:
    """A file of an owner: its cleaned name, size in bytes, SHA-256, and who brought it when (microseconds)."""

    uid: str
    owner_uid: str
    name: str
    size: int
    sha256: str
    by: str
    at: int


class UnknownFileError(CmdbError):
    """A file that its owner does not have."""

    def __init__(self, owner: str, uid: str) -> None:
        """404."""
        super().__init__(f"{owner[:50]} has no file {uid[:100]!r}; it may have been removed", 404, "no_file")


class FileRefusedError(CmdbError):
    """A file that is not taken."""

    def __init__(self, error: FieldError) -> None:
        """422, naming what is wrong with it."""
        message = f"{error.field} {error.value!r} {error.message}: {error.remedy}"
        super().__init__(message, 422, "file_refused", (error,))


class KeptFiles:
    """Takes files in, gives them out, removes them; safe to use from several threads."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._clock = store, clock

    def of(self, owner_uid: str) -> list[KeptFile]:
        """The files of an owner, the oldest first."""
        found = self._store.read(lambda tx: read_files(tx, owner_uid))
        return sorted(found, key=lambda one: (one.at, one.uid))

    def one(self, owner_uid: str, uid: str, called: str) -> KeptFile:
        """A file of an owner, who is `called` so. Raises UnknownFileError."""
        found = next((one for one in self.of(owner_uid) if one.uid == uid), None)
        if found is None:
            raise UnknownFileError(called, uid)
        return found

    def content(self, file: KeptFile) -> bytes:
        """The bytes of a file."""
        rows = self._store.read(lambda tx: tx.run(queries.PIECES, file_uid=file.uid))
        return b"".join(bytes(row["bytes"]) for row in rows)

    def made(self, owner_uid: str, name: str, content: bytes, by: str) -> KeptFile:
        """What a file will be; nothing is kept yet. Raises FileRefusedError."""
        shown = cleaned_name(name)
        if error := refusal(shown, content):
            raise FileRefusedError(error)
        uid, digest = f"rfi_{secrets.token_hex(8)}", hashlib.sha256(content).hexdigest()
        return KeptFile(uid, owner_uid, shown, len(content), digest, by, self._clock())

    def add(self, file: KeptFile, content: bytes, write: Callable[[Beside], _Done]) -> _Done:
        """Keep a file that was made; `write` runs one transaction that locks the owner and then what it is handed.

        Raises FileRefusedError, and what `write` raises; nothing is left then.
        """

        def beside(tx: Transaction) -> None:
            if len(read_files(tx, file.owner_uid)) >= MOST_FILES:
                remedy = f"there are at most {MOST_FILES} in one place; remove one, or pack several into one"
                raise FileRefusedError(FieldError("name", file.name, "is one too many", remedy))
            tx.run(queries.SAVE_FILE, uid=file.uid, properties={n: v for n, v in asdict(file).items() if n != "uid"})

        self._save_pieces(file.uid, content)
        try:
            return write(beside)
        except CmdbError:
            self._store.write(lambda tx: tx.run(queries.DELETE_PIECES, file_uid=file.uid))
            raise

    def _save_pieces(self, uid: str, content: bytes) -> None:
        """A file that is cut off leaves pieces of no file, which nobody is shown."""
        for number, start in enumerate(range(0, len(content), _PIECE_BYTES)):
            piece = {"uid": f"{uid}/{number:05}", "file_uid": uid, "number": number}
            part = content[start : start + _PIECE_BYTES]
            self._store.write(lambda tx, piece=piece, part=part: tx.run(queries.SAVE_PIECE, **piece, bytes=part))


def remove_file(tx: Transaction, uid: str) -> None:
    """Forget a file with its content."""
    tx.run(queries.DELETE_FILE, uid=uid)
    tx.run(queries.DELETE_PIECES, file_uid=uid)


def read_files(tx: Transaction, owner_uid: str) -> list[KeptFile]:
    """The files of an owner, in no order."""
    found = tx.run(queries.FILES, owner_uid=owner_uid)[0]["properties"]
    return [KeptFile(**{name: one[name] for name in KeptFile.__dataclass_fields__}) for one in found]
