"""Who watches a record: by their own word, or because they wrote on it or were mentioned there."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b

from cmdb_server.graph_store.queries import notifications as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.record import Record
from cmdb_server.notifications.audience import watchers_of
from cmdb_server.notifications.people import NoAccountError, People, Person


class Watching:
    """Reads and changes who watches; safe to use from several threads and processes."""

    def __init__(self, store: GraphStore, people: People, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._people, self._clock = store, people, clock

    def of(self, record: Record) -> dict[str, str]:
        """Who watches a record, with why."""
        return self.of_all([record], self._people.all())[record.uid]

    def of_all(self, records: Sequence[Record], people: Mapping[str, Person]) -> dict[str, dict[str, str]]:
        """The same of several records by uid."""
        uids = [record.uid for record in records]
        spoken = self._store.read_at_once(queries.SPOKEN, record_uids=uids)[0]
        said = self._store.read_at_once(queries.WATCHES, record_uids=uids)[0]
        texts: dict[str, list[tuple[str, str]]] = {uid: [] for uid in uids}
        for uid, by, text, kind in zip(spoken["record_uid"], spoken["by"], spoken["text"], spoken["kind"], strict=True):
            # Who is mentioned in a note alone would learn from the list of watchers that there is one.
            texts[uid].append((by, "" if kind == "note" else text))
        words: dict[str, dict[str, bool]] = {uid: {} for uid in uids}
        for uid, person, is_on in zip(said["record_uid"], said["person"], said["is_on"], strict=True):
            words[uid][person] = is_on
        names = {name for name, person in people.items() if person.reads}
        return {uid: watchers_of(texts[uid], words[uid], names) for uid in uids}

    def watch(self, record: Record, person: str, by: str, *, is_on: bool) -> None:
        """Have somebody watch a record, or no longer. Raises NoAccountError."""
        if person not in self._people.all():
            raise NoAccountError(person)
        uid = "rw_" + blake2b(f"{record.uid}\x1f{person}".encode(), digest_size=12).hexdigest()
        told = {"record_uid": record.uid, "person": person, "is_on": is_on, "by": by, "at": self._clock()}
        self._store.write(lambda tx: tx.run(queries.SAVE_WATCH, uid=uid, properties=told))
