"""Whether a CI that somebody wants to create is there already."""

from collections.abc import Sequence
from typing import Any

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.keys import is_device, uid_of_key, uid_within
from cmdb_server.ingest.reconciliation import RETIRED
from graph_schema import CIClassSpec


class AlreadyThereError(CmdbError):
    """A CI that somebody wants to create is there already."""

    def __init__(self, uid: str, name: str, status: str) -> None:
        """409, naming the CI."""
        remedy = "restore it" if status == RETIRED else "change that one"
        super().__init__(f"{name} ({uid}) is that configuration item already; {remedy}", 409, "already_there")
        self.uid = uid


def check_new(tx: Transaction, spec: CIClassSpec, keys: Sequence[Any], owner: str) -> None:
    """Whether nobody has the identifiers of a new CI. Raises AlreadyThereError."""
    if is_device(spec):
        texts = [key.text for key in keys]
        tx.lock(texts)
        claimants = stored.read_named(tx, texts).claimants
        uids = {uid for found in claimants.values() for uid in found}
    else:
        if owner:
            stored.lock_cis(tx, [owner])
        uids = {uid_within(owner, keys[0].text) if owner else uid_of_key(keys[0].text)}
    for uid, ci in sorted(stored.read_cis(tx, uids).items()):
        raise AlreadyThereError(uid, str(ci.get("name") or uid), str(ci.get("status")))
