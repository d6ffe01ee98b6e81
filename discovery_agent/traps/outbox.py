"""What waits for the server, on disk: one batch that is on its way, and the sums of all that came since.

However long the server is away, what waits only grows with the number of subjects, and that is bounded.
"""

import json
import secrets
from pathlib import Path

from discovery_agent.private_files import read_private, write_private
from discovery_agent.traps.batch import Batch, BatchError, batch_of, message_of
from discovery_agent.traps.tally import Tally

_ID_BYTES = 16


class Outbox:
    """Two files of a folder. Raises StateFolderError when it cannot be used; one that is damaged is left aside."""

    def __init__(self, folder: Path, listens_on: str) -> None:
        self._sending, self._waiting = folder / "sending.json", folder / "waiting.json"
        self._listens_on = listens_on
        self.sending = _kept(self._sending)

    def waiting(self) -> Tally:
        """What an earlier program did not send."""
        return Tally(_kept(self._waiting))

    def keep(self, tally: Tally) -> Tally:
        """Keep what was counted; what is counted on: with nothing in it where it is on its way from now on."""
        if tally.is_empty:
            return tally
        batch = tally.batch(secrets.token_hex(_ID_BYTES), self._listens_on)
        if self.sending is not None:
            _write(self._waiting, batch)
            return tally
        _write(self._sending, batch)
        self.sending = batch
        self._waiting.unlink(missing_ok=True)
        return Tally()

    def sent(self) -> None:
        """The server has the batch that was on its way."""
        self._sending.unlink(missing_ok=True)
        self.sending = None


def _write(path: Path, batch: Batch) -> None:
    write_private(path, json.dumps(message_of(batch)).encode())


def _kept(path: Path) -> Batch | None:
    try:
        found = read_private(path)
        return batch_of(json.loads(found)) if found else None
    except (ValueError, AttributeError, TypeError, BatchError):
        return None
