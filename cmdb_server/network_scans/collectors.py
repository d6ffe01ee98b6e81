"""Who scans: the enrolled collectors, and whether they are there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cmdb_server.graph_store.queries import auth as queries
from cmdb_server.graph_store.store import GraphStore

PRESENT_MICROSECONDS = 2 * 60 * 1_000_000
_NOTED_MICROSECONDS = 15 * 1_000_000


@dataclass(frozen=True)
class Collector:
    """An enrolled collector; times in microseconds, 0 for never."""

    uid: str
    name: str
    network_scope: str
    version: str
    enrolled_at: int
    last_contact_at: int
    is_present: bool


class Collectors:
    """Lists collectors and notes when they ask for work."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._clock = store, clock
        self._noted: dict[str, tuple[int, str]] = {}

    def all(self) -> list[Collector]:
        """The enrolled collectors by name."""
        stored = self._store.read(lambda tx: tx.run(queries.COLLECTORS))[0]["properties"]
        now = self._clock()
        return sorted((_collector(entry, now) for entry in stored), key=lambda entry: (entry.name, entry.uid))

    def note(self, uid: str, version: str) -> None:
        """A collector has asked for work, or told of some (`version` ""); written down a few times a minute at most."""
        now = self._clock()
        at, known = self._noted.get(uid, (0, ""))
        if abs(now - at) < _NOTED_MICROSECONDS and version in ("", known):
            return
        self._noted[uid] = (now, version or known)
        properties = {"last_contact_at": now, **({"version": version} if version else {})}
        self._store.write(lambda tx: tx.run(queries.SEEN_COLLECTOR, uid=uid, properties=properties))


def _collector(stored: Mapping[str, Any], now: int) -> Collector:
    at = stored.get("last_contact_at") or 0
    return Collector(
        uid=stored["uid"],
        name=stored["name"],
        network_scope=stored["network_scope"],
        version=stored.get("version") or "",
        enrolled_at=stored["enrolled_at"],
        last_contact_at=at,
        is_present=abs(now - at) < PRESENT_MICROSECONDS,  # a clock that goes back makes nobody present
    )
