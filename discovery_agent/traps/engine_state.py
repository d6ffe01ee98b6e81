"""Who we are as an SNMP engine, and what other engines told of their time: kept over restarts (RFC 3414, 2.2)."""

import json
import secrets
import time
from pathlib import Path
from typing import Any

from discovery_agent.private_files import read_private, write_private
from discovery_agent.traps.replays import Heard

_FILE = "traps.json"
_FORMAT = bytes((0x80, 0x00, 0x1F, 0x88, 0x05))  # RFC 3411, SnmpEngineID: net-snmp's number, octets of our choice
_RANDOM_BYTES = 12
_OLD_SECONDS = 90 * 86_400.0


class EngineState:
    """A file of the state folder. Raises StateFolderError when it cannot be used; one that is damaged is begun anew."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        kept = _kept(self._path)
        self.engine_id = bytes.fromhex(kept.get("engine_id", "")) or _FORMAT + secrets.token_bytes(_RANDOM_BYTES)
        self._boots = int(kept.get("boots", 0))
        self.heard = {name: Heard(*told) for name, told in kept.get("engines", {}).items()}

    def next_boots(self) -> int:
        """A number of boots that no engine of ours has had."""
        self._boots += 1
        self.save(self.heard)
        return self._boots

    def save(self, heard: dict[str, Heard], ahead: float = 0.0) -> None:
        """Keep what engines told, of those that were heard in the last months.

        `ahead` is how many seconds the machine's clock was set ahead of the one by which they were heard.
        """
        since = time.time() - _OLD_SECONDS
        shifted = {name: told._replace(at=told.at + ahead) for name, told in heard.items()}
        self.heard = {name: told for name, told in shifted.items() if told.at > since}
        kept = {"engine_id": self.engine_id.hex(), "boots": self._boots, "engines": self.heard}
        write_private(self._path, json.dumps(kept).encode())


def _kept(path: Path) -> dict[str, Any]:
    try:
        kept: Any = json.loads(read_private(path) or b"{}")
        engines = {
            str(name): (int(boots), int(at), float(heard)) for name, (boots, at, heard) in kept["engines"].items()
        }
        return {
            "engine_id": str(bytes.fromhex(kept["engine_id"]).hex()),
            "boots": int(kept["boots"]),
            "engines": engines,
        }
    except (ValueError, TypeError, AttributeError, KeyError):
        return {}
