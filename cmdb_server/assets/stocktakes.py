"""Stock-takes: what is expected where, what proves it, what was scanned, and the report that was signed."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from cmdb_server.assets.counting import Expected, Facts, Proof, Scan, report
from cmdb_server.assets.custody import undone
from cmdb_server.assets.gaps import ASSET
from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import assets as queries
from cmdb_server.graph_store.queries import itsm as of_records
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.snapshot import LOCATED_IN, SITE, Snapshot
from cmdb_server.itsm import keeping, workflow
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.desk import Desk
from cmdb_server.itsm.following import current
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Change, Entry, Record, entry_of, new_entry, record_of
from cmdb_server.itsm.workflow import NotYourPartError, Worker
from cmdb_server.timestamps import OPEN, microseconds, rfc3339

STOCKTAKE = "stocktake"
COUNTING, SIGNED = "counting", "signed"
# What is somewhere else by its state is not missing here.
_PRESENT = ("received", "in_stock", "in_use")
_PAGE = 2_000
_NO_PROOF = ("manual", "import:")
_FACTS = msgspec.json.Decoder(Facts)
_LONGEST_CHAIN = 16


class NotCountingError(CmdbError):
    """A stock-take that is not, or no longer, counted."""

    def __init__(self, record: Record) -> None:
        """409, with what to do."""
        remedy = "start it first (`cmdb record move NUMBER start`)" if record.state == "planned" else "make a new one"
        super().__init__(f"{record.number} is {record.state}: nothing is counted in it; {remedy}", 409, "not_counting")


class Stocktakes:
    """Counts what is owned; safe to use from several threads."""

    def __init__(
        self, store: GraphStore, records: tuple[Desk, RecordQueue], impact: ImpactAnalysis, clock: Callable[[], int]
    ) -> None:
        """`impact` sees everything, whoever asks; `clock` in microseconds."""
        self._store, (self._desk, self._queue), self._impact, self._clock = store, records, impact, clock

    def one(self, number: str) -> Record:
        """A stock-take. Raises UnknownRecordError."""
        record = self._desk.one(number)
        if record.type != STOCKTAKE:
            raise keeping.UnknownRecordError(number)
        return record

    def facts(self, record: Record) -> Facts:
        """What a stock-take rests on: as it was signed, else as it is now."""
        rows = self._store.read(lambda tx: tx.run(queries.REPORT, number=record.number))
        if rows:
            return _FACTS.decode(rows[0]["properties"]["facts"])
        return self._now(record, self._clock(), "")

    def scan(self, number: str, scans: Sequence[Scan], who: Worker) -> Record:
        """Keep scans; the same one (by uid) again changes nothing. Raises NotCountingError, NotYourPartError."""
        record = self.one(number)
        _check(record, who, "scanning for")
        rows = [
            {"uid": f"{record.number}/{scan.uid}", "properties": {"number": record.number, **_stored(scan)}}
            for scan in scans
        ]

        def write(tx: Transaction) -> None:
            # Under the lock of the stock-take, so that nothing comes after its report.
            if (now := keeping.locked(tx, record.number)).state != COUNTING:
                raise NotCountingError(now)
            tx.run(queries.ADD_SCANS, scans=rows)

        self._store.write(write)
        return record

    def sign(self, number: str, text: str, who: Worker) -> Record:
        """Make the report for good. Raises as `scan` does."""
        record, at = self.one(number), self._clock()
        _check(record, who, "signing")
        facts = self._now(record, at, who.name)
        content = report(facts)
        digest = hashlib.sha256(content).hexdigest()

        def decide(now: Record) -> tuple[RecordType, Record, Entry | None]:
            kind = self._desk.types[STOCKTAKE]
            if now.state != COUNTING:
                raise NotCountingError(now)
            signed = workflow.settled_in(kind, now, SIGNED)
            told = f"{text.strip()} (report SHA-256 {digest})".strip()
            change = (Change("state", now.state, SIGNED),)
            return kind, replace(signed, closed_at=at), new_entry(at, who.name, "moved", told, change)

        def write(tx: Transaction) -> Record:
            after = keeping.change_within(tx, record.number, record.revision, decide)
            # What was scanned between reading and locking belongs in it as well.
            if len(_scans(tx, record.number)) != len(facts.scans):
                raise keeping.RecordChangedError(after)
            kept = {"facts": msgspec.json.encode(facts).decode(), "sha256": digest, "at": at}
            tx.run(queries.SAVE_REPORT, number=record.number, properties=kept)
            return after

        return self._store.write(write)

    def _now(self, record: Record, at: int, signed_by: str) -> Facts:
        frozen = microseconds(record.value("frozen_at")) if record.value("frozen_at") else at
        scans = tuple(self._store.read(lambda tx: _scans(tx, record.number)))
        expected = self._expected(record, frozen)
        numbers = {asset.number for asset in expected}
        others = [one for one in self._scanned(scans) if one.number not in numbers]
        assets = self._told(expected, is_expected=True) + self._told(others, is_expected=False)
        return Facts(
            number=record.number,
            title=record.value("title"),
            site=record.value("site"),
            room=record.value("room"),
            category=record.value("category"),
            frozen_at=frozen,
            proof_days=int(record.value("proof_days")),
            judged_at=at,
            signed_by=signed_by,
            assets=tuple(assets),
            scans=scans,
        )

    def _expected(self, record: Record, frozen: int) -> list[Record]:
        """The assets that the register had in the scope when it was frozen, by number."""
        assets = [asset for asset in self._queue.every(Wanted(type=ASSET, order="number")) if asset.opened_at <= frozen]
        late = {asset.uid: asset for asset in assets if asset.changed_at > frozen}
        found = self._store.read_at_once(queries.ENTRIES_SINCE, record_uids=list(late), since=frozen)[0]["properties"]
        entries = sorted(((one["record_uid"], entry_of(one)) for one in found), key=lambda pair: -pair[1].at)
        for uid, entry in entries:
            late[uid] = undone(late[uid], entry)
        then = (late.get(asset.uid, asset) for asset in assets)
        return [asset for asset in then if asset.state in _PRESENT and _is_in(asset, record)]

    def _scanned(self, scans: Sequence[Scan]) -> list[Record]:
        """The assets that scanned codes may mean, wherever the register has them."""
        codes = sorted({scan.code for scan in scans})
        found: dict[str, Record] = {}
        for name in ("asset_tag", "serial_number"):
            _, some = self._queue.find(Wanted(type=ASSET, where={name: codes}, order="number"), 0, _PAGE)
            found |= {asset.number: asset for asset in some}
        numbers = [code.upper() for code in codes if code.upper().startswith(self._desk.types[ASSET].prefix)]
        named = self._store.read_at_once(of_records.RECORDS, numbers=numbers)[0]["properties"]
        found |= {asset.number: asset for asset in map(record_of, named) if asset.type == ASSET}
        return [found[number] for number in sorted(found)]

    def _told(self, assets: Sequence[Record], *, is_expected: bool) -> list[Expected]:
        proofs = self._proofs(assets) if is_expected else {}
        return [
            Expected(
                number=asset.number,
                tag=asset.value("asset_tag"),
                serial=asset.value("serial_number"),
                title=asset.value("title"),
                holder=asset.value("holder"),
                site=asset.value("site"),
                room=asset.value("room"),
                is_expected=is_expected,
                proof=proofs.get(asset.number),
            )
            for asset in assets
        ]

    def _proofs(self, assets: Sequence[Record]) -> dict[str, Proof]:
        """What discovery last saw of the devices behind assets, by the asset's number."""
        snapshot = self._impact.snapshot()
        device_of = {asset.number: current(asset.affects[0], snapshot) for asset in assets if asset.affects}
        uids = sorted(set(device_of.values()))
        if not uids:
            return {}
        seen = _newest(self._store.read_at_once(queries.SEEN, uids=uids)[0])
        cables = _cables(self._store.read_at_once(queries.CABLED, uids=uids, open=OPEN)[0], snapshot)
        return {
            number: Proof(seen[uid][1], seen[uid][0], place_of(snapshot, uid)[0], _text(seen[uid], cables.get(uid, "")))
            for number, uid in device_of.items()
            if uid in seen
        }


def place_of(snapshot: Snapshot, uid: str) -> tuple[str, str]:
    """The site that a CI stands on, and all places from there to it; "" where nobody knows."""
    number, names, site = snapshot.numbers.get(uid), list[str](), ""
    located = snapshot.view.types.index(LOCATED_IN)
    for _ in range(_LONGEST_CHAIN):
        if number is None:
            break
        outgoing = snapshot.relationships_of.of(number)
        places = outgoing[snapshot.relationships.type[outgoing] == located]
        number = next((int(one) for one in snapshot.relationships.target[places] if one >= 0), None)
        if number is not None:
            names.append(snapshot.cis.name[number])
            site = names[-1] if snapshot.cis.ci_class[number] == SITE else site
    return site, " / ".join(reversed(names))


def _newest(columns: Mapping[str, Sequence[Any]]) -> dict[str, tuple[int, str]]:
    """When and by which source each device was seen last; a person's word and a file are no proof."""
    found: dict[str, tuple[int, str]] = {}
    for uid, source, at in zip(columns["uid"], columns["source"], columns["at"], strict=True):
        if at and not source.startswith(_NO_PROOF):
            found[uid] = max(found.get(uid, (0, "")), (at, source))
    return found


def _cables(columns: Mapping[str, Sequence[Any]], snapshot: Snapshot) -> dict[str, str]:
    """To which port of which device each device is cabled, and where that stands, in words."""
    found: dict[str, str] = {}
    names = ("uid", "device", "port", "at")
    for uid, device, port, at in sorted(zip(*(columns[name] for name in names), strict=True), key=str):
        number = snapshot.numbers.get(device)
        if number is not None and at:
            where = place_of(snapshot, device)[1]
            standing = f", which stands at {where}" if where else ""
            found[uid] = f"cabled to {port} of {snapshot.cis.name[number]}{standing}, seen {rfc3339(at)}"
    return found


def _text(seen: tuple[int, str], cable: str) -> str:
    told = f"seen by {seen[1]} {rfc3339(seen[0])}"
    return f"{told}; {cable}" if cable else told


def _is_in(asset: Record, record: Record) -> bool:
    scope = ((name, record.value(name)) for name in ("site", "room", "category"))
    return all(not wanted or asset.value(name).casefold() == wanted.casefold() for name, wanted in scope)


def _check(record: Record, who: Worker, what: str) -> None:
    if "worker" not in who.parts(record):
        raise NotYourPartError(f"{what} {record.number}", ("worker",))
    if record.state != COUNTING:
        raise NotCountingError(record)


def _stored(scan: Scan) -> dict[str, Any]:
    return {name: getattr(scan, name) for name in ("code", "room", "at", "by", "is_statement", "note")}


def _scans(tx: Transaction, number: str) -> list[Scan]:
    found = tx.run(queries.SCANS, number=number)[0]["properties"]
    names = ("code", "room", "at", "by", "is_statement", "note")
    made = (Scan(one["uid"].partition("/")[2], **{name: one[name] for name in names}) for one in found)
    return sorted(made, key=lambda scan: (scan.at, scan.uid))
