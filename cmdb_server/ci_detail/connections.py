"""The observed connections of a CI: of a program, of all programs of a computer, to an endpoint or an address."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

from cmdb_server.ci_detail.answers import Connection, ConnectionPage, Peer
from cmdb_server.ci_detail.references import References, last_seen, read_contacts, read_references, time_text
from cmdb_server.graph_store.queries import ci_detail as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.timestamps import OPEN

_PROGRAM, _ENDPOINT = "software_instance", "endpoint"
Row: TypeAlias = Mapping[str, Any]


def read_connections(tx: Transaction, uid: str, window: tuple[int, int]) -> ConnectionPage:
    """One page (offset, limit) of the connections of a CI, those it opened first."""
    offset, limit = window
    rows = read_rows(tx, uid)
    shown = rows[offset : offset + limit]
    uids = {row[name] for _, row in shown for name in ("program", "peer", "provider") if row[name]}
    named = read_references(tx, uids)
    computers = read_references(tx, {root for root in named.roots.values() if root})
    contacts = read_contacts(tx, {key for _, row in shown for key in row["sources"] or ()})
    items = [connection_of(direction, row, (named, computers), contacts) for direction, row in shown]
    return ConnectionPage(len(rows), items)


def read_rows(tx: Transaction, uid: str) -> list[tuple[str, Row]]:
    """Each connection with its direction, sorted."""
    parts = tx.run(queries.PARTS, uid=uid)[0]
    of_class = list(zip(parts["uid"], parts["ci_class"], strict=True))
    programs = {uid, *(part for part, name in of_class if name == _PROGRAM)}
    endpoints = {uid, *(part for part, name in of_class if name == _ENDPOINT)}
    endpoints |= set(tx.run(queries.ENDPOINTS_OF, uid=uid, open=OPEN)[0]["uid"])
    out = tx.run(queries.CONNECTIONS_FROM, uids=sorted(programs), open=OPEN)
    into = tx.run(queries.CONNECTIONS_TO, uids=sorted(endpoints), open=OPEN)
    return [*in_order("out", out), *in_order("in", into)]


def in_order(direction: str, rows: Sequence[Row]) -> list[tuple[str, Row]]:
    """Connections of one direction, sorted."""
    ordered = sorted(rows, key=lambda row: (row["program"], row["address"], row["port"], row["peer"], row["provider"]))
    return [(direction, row) for row in ordered]


def connection_of(
    direction: str, row: Row, known: tuple[References, References], contacts: Mapping[str, int]
) -> Connection:
    """A connection as it is shown; `known` are the CIs on both sides, and their computers."""
    named, _ = known
    is_out = direction == "out"
    return Connection(
        direction,
        named.ci(row["program"] if is_out else row["provider"]),
        _peer(row["peer"] if is_out else row["program"], row["provider"] if is_out else "", known),
        row["address"] or None,
        row["port"] or None,
        row["protocol"] or None,
        _first_seen(row),
        time_text(last_seen(row["last_seen_at"], _sources(row), contacts)),
        row["sightings"],
        row["days"] or None,
    )


def _peer(uid: str, provider: str, known: tuple[References, References]) -> Peer:
    named, computers = known
    other = named.cis.get(uid)
    root = named.roots.get(provider or uid, "")
    return Peer(
        uid,
        other.name if other else uid,
        other.ci_class if other else "",
        named.ci(provider),
        computers.ci(root) if root not in ("", uid) else None,
    )


def _sources(row: Row) -> Collection[str]:
    return row["sources"] or ()


def _first_seen(row: Row) -> str | None:
    """The day the source remembers, when that is before the server first heard of it."""
    stored = int(row["first_seen_at"])
    try:
        day = datetime.strptime(row["first_seen_on"], "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return time_text(stored)
    remembered = round(day.timestamp() * 1_000_000)
    return time_text(min(stored, remembered) if stored else remembered)
