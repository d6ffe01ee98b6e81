"""The certificates in use, with what shows them and the services that fail when they expire."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from cmdb_server.certificates.answers import Certificates, FailingService, ListedCertificate, ShownAt
from cmdb_server.certificates.expiry import NEVER_TOLD, days_left, microseconds_of, state_of
from cmdb_server.graph_store.queries import certificates as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history.reading import Past
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.timestamps import rfc3339
from graph_schema.relationships import SECURED_BY
from impact import blast_radius, candidates
from impact.rows import IntArray, integers, plain

CERTIFICATE = "certificate"
MOST_FOLLOWED = 100
_NAMED = 20


class Known(NamedTuple):
    """A certificate with its expiry in microseconds, and what was told of it last (days)."""

    uid: str
    issuer: str
    expires_at: int
    told: int


class Page(NamedTuple):
    """Which certificates are asked for: those that one service (by uid) needs, `limit` of them from `offset`."""

    service: str = ""
    offset: int = 0
    limit: int = 100


def listed(store: GraphStore, snapshot: Snapshot, now: int, page: Page) -> Certificates:
    """The certificates in use that a page asks for, by the names that whoever asks may see."""
    numbers = _numbers(snapshot, page.service)
    uids, at = [snapshot.cis.uid[ci] for ci in numbers], snapshot.as_of
    found = store.read(lambda tx: read_certificates(tx, uids) if at is None else _certificates_at(tx, uids, at))
    shown = _shown_at(snapshot)
    ordered = sorted(found, key=lambda known: (known.expires_at, known.uid))
    asked = list(enumerate(ordered))[page.offset : page.offset + page.limit]
    return Certificates([_listed(snapshot, known, (now, turn), shown) for turn, known in asked], len(ordered))


def read_certificates(tx: Transaction, uids: Iterable[str]) -> list[Known]:
    """These certificates; without one whose expiry nobody tells."""
    row = tx.run(queries.CERTIFICATES, uids=sorted(uids), never=NEVER_TOLD)[0]
    columns = zip(row["uid"], row["issuer"], row["not_after"], row["told"], strict=True)
    return _known(columns)


def _certificates_at(tx: Transaction, uids: Iterable[str], at: int) -> list[Known]:
    past = Past(tx, at).cis(sorted(uids))
    return _known((uid, ci.get("issuer", ""), ci.get("not_after", ""), NEVER_TOLD) for uid, ci in past.items())


def _known(columns: Iterable[tuple[str, str, str, int]]) -> list[Known]:
    told = ((uid, issuer, microseconds_of(not_after), stage) for uid, issuer, not_after, stage in columns)
    return [Known(uid, issuer, at, stage) for uid, issuer, at, stage in told if at is not None]


def in_use(snapshot: Snapshot) -> IntArray:
    """The certificates that count, by number."""
    return np.flatnonzero(snapshot.of_class([CERTIFICATE]) & snapshot.is_counted).astype(np.int32)


def failing_services(snapshot: Snapshot, certificate: str) -> list[FailingService]:
    """The services that are not up once a certificate has expired, the worst first."""
    cis = snapshot.cis
    radius = blast_radius(snapshot.graph, snapshot.stakes, integers([snapshot.numbers[certificate]]))
    return [
        FailingService(cis.uid[ci], cis.name[ci], cis.ci_class[ci], radius.outcome.state(ci).word)
        for ci in plain(radius.services())
    ]


def _numbers(snapshot: Snapshot, service: str) -> list[int]:
    found = in_use(snapshot)
    if service:
        number = snapshot.numbers.get(service, -1)
        needed = candidates(snapshot.graph, integers([number])).entered if number >= 0 else None
        found = found[needed[found] > 0] if needed is not None else integers([])
    return plain(found)


def _shown_at(snapshot: Snapshot) -> dict[int, list[int]]:
    """Who shows each certificate, by number."""
    columns = snapshot.relationships
    is_shown = snapshot.is_requirement & (columns.type == snapshot.view.types.index(SECURED_BY.name))
    found: dict[int, list[int]] = {}
    for position in plain(np.flatnonzero(is_shown).astype(np.int32)):
        found.setdefault(int(columns.target[position]), []).append(int(columns.source[position]))
    return found


def _listed(snapshot: Snapshot, known: Known, when: tuple[int, int], shown: dict[int, list[int]]) -> ListedCertificate:
    """`when` is now, and the place of the certificate among those that expire."""
    now, turn = when
    number, days = snapshot.numbers[known.uid], days_left(known.expires_at, now)
    places = sorted(shown.get(number, ()), key=lambda ci: snapshot.cis.uid[ci])
    return ListedCertificate(
        uid=known.uid,
        name=snapshot.cis.name[number],
        ci_class=CERTIFICATE,
        issuer=known.issuer,
        expires_at=rfc3339(known.expires_at),
        days_left=days,
        state=state_of(days),
        shown_at=_places(snapshot, places[:_NAMED]),
        shown_count=len(places),
        services=failing_services(snapshot, known.uid) if turn < MOST_FOLLOWED else [],
        reaches_services=turn < MOST_FOLLOWED,
    )


def _places(snapshot: Snapshot, places: Sequence[int]) -> list[ShownAt]:
    cis = snapshot.cis
    roots = {ci: snapshot.numbers.get(cis.root_uid[ci], -1) for ci in places}
    return [
        ShownAt(cis.uid[ci], cis.name[ci], cis.ci_class[ci], cis.name[root] if root not in (-1, ci) else None)
        for ci, root in roots.items()
    ]
