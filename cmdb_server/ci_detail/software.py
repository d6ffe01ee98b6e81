"""What is installed on a CI."""

from collections.abc import Iterable, Iterator

from cmdb_server.ci_detail.answers import InstalledSoftware, SoftwarePage
from cmdb_server.ci_detail.references import time_text
from cmdb_server.graph_store.queries import ci_detail as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.timestamps import OPEN

_COLUMNS = (
    "uid",
    "product",
    "version",
    "publisher",
    "package_name",
    "package_version",
    "first_seen_at",
    "relationship_uid",
)


def read_software(tx: Transaction, uid: str, q: str, window: tuple[int, int]) -> SoftwarePage:
    """One page (offset, limit) of what is installed, by product; `q` is looked for in every text of a row."""
    return page_of(_installed(tx, uid), q, window)


def page_of(installed: Iterable[InstalledSoftware], q: str, window: tuple[int, int]) -> SoftwarePage:
    """One page (offset, limit) of software, by product."""
    offset, limit = window
    wanted = q.casefold().split()
    found = sorted(
        (entry for entry in installed if all(word in _text(entry) for word in wanted)),
        key=lambda entry: (entry.product.casefold(), entry.version or "", entry.relationship_uid),
    )
    return SoftwarePage(len(found), found[offset : offset + limit])


def _installed(tx: Transaction, uid: str) -> Iterator[InstalledSoftware]:
    row = tx.run(queries.SOFTWARE, uid=uid, open=OPEN)[0]
    for entry in zip(*(row[name] for name in _COLUMNS), strict=True):
        release, product, version, publisher, package_name, package_version, first_seen_at, relationship = entry
        yield InstalledSoftware(
            release,
            product,
            version or None,
            publisher or None,
            package_name or None,
            package_version or None,
            time_text(first_seen_at),
            relationship,
        )


def _text(entry: InstalledSoftware) -> str:
    texts = (entry.product, entry.version, entry.publisher, entry.package_name, entry.package_version)
    return " ".join(text for text in texts if text).casefold()
