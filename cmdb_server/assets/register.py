"""Many assets at once, each row taken or refused for itself; assets and CIs joined."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cmdb_server.assets.gaps import ASSET, Gaps
from cmdb_server.assets.matching import Device, fitting
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm import keeping, keys
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.desk import Desk
from cmdb_server.itsm.record import Record, new_entry
from cmdb_server.itsm.workflow import RecordRefusedError, Worker, settled_in

_CHUNK = 500
By = tuple[Worker, ImpactAnalysis]
# From what a CI is to what the asset is.
_CATEGORY_OF = {
    "server": "server", "workstation": "desktop", "printer": "printer", "ip_phone": "phone", "storage_array": "storage",
    "ups": "power", "pdu": "power", "switch": "network", "router": "network", "firewall": "network",
    "load_balancer": "network", "network_device": "network", "wireless_controller": "network",
    "wireless_access_point": "network",
}  # fmt: skip


@dataclass(frozen=True)
class NewAsset:
    """An asset to take in: values, the state that it is in ("" for what fits best), and its CI (uid or name)."""

    values: Mapping[str, str]
    state: str = ""
    ci: str = ""


@dataclass(frozen=True)
class Taken:
    """What came of a row: the asset's number, "" where it was refused or only tried; `ci` is the CI that it is."""

    number: str = ""
    ci: str = ""
    errors: tuple[FieldError, ...] = ()


@dataclass
class _Row:
    record: Record | None = None
    errors: list[FieldError] = field(default_factory=list[FieldError])


class AssetRegister:
    """Takes assets in and joins them with CIs; safe to use from several threads."""

    def __init__(self, store: GraphStore, desk: Desk, gaps: Gaps, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._desk, self._gaps, self._clock = store, desk, gaps, clock

    def take(self, rows: Sequence[NewAsset], by: By, *, is_trial: bool = False) -> list[Taken]:
        """Store those assets that can be; the others say why not. A trial stores none.

        One that names no CI is the device of its serial number, where that is one only and no other asset is it.
        Raises NotYourPartError for who keeps no assets.
        """
        drafts = [self._drafted(row, by) for row in rows]
        self._join(drafts, by[1])
        self._refuse_taken(drafts)
        good = [draft for draft in drafts if draft.record is not None and not draft.errors]
        if not is_trial:
            self._store_all(good, by[0])
        return [_taken(draft) for draft in drafts]

    def from_cis(self, uids: Sequence[str], sites: Mapping[str, str], by: By) -> list[Taken]:
        """An asset for each of these CIs, with what discovery knows of it; `sites` are those on which CIs stand."""
        owned = self._gaps.owned(by[1].snapshot())
        known = {device.uid: device for device in self._gaps.devices(uids)}
        rows = [_asset_of(known[uid], sites.get(uid, "")) for uid in uids if uid in known and uid not in owned]
        taken = iter(self.take(rows, by))
        return [next(taken) if uid in known and uid not in owned else _not_new(uid, owned) for uid in uids]

    def link(self, pairs: Sequence[tuple[str, str]], by: By) -> list[Taken]:
        """Join assets (by number) with CIs (by uid); a CI that is another asset's is refused."""
        owned = self._gaps.owned(by[1].snapshot())
        return [self._linked(number, uid, owned, by) for number, uid in pairs]

    def link_matched(self, by: By) -> list[Taken]:
        """Join every asset that is exactly one device by its serial number."""
        return self.link([(asset.number, device.uid) for asset, device in self._gaps.matched(by[1].snapshot())], by)

    def _linked(self, number: str, uid: str, owned: dict[str, list[str]], by: By) -> Taken:
        others = [other for other in owned.get(uid, ()) if other != number.upper()]
        if others:
            return Taken(errors=(_owned(uid, others),))
        try:
            asset = self._desk.affect(number, ((uid,), ()), "the serial number is the same", by)
        except CmdbError as error:
            return Taken(errors=_errors_of(error))
        owned.setdefault(uid, []).append(asset.number)
        return Taken(asset.number, uid)

    def _drafted(self, row: NewAsset, by: By) -> _Row:
        kind = self._desk.types[ASSET]
        try:
            made = self._desk.draft(kind, row.values, (row.ci,) if row.ci else (), by)
            return _Row(settled_in(kind, made, _known(kind, row.state or _likely_state(made))))
        except RecordRefusedError as error:
            return _Row(errors=list(error.errors))
        except CmdbError as error:
            if error.status == 403:  # noqa: PLR2004 - who may not take in one may take in none
                raise
            return _Row(errors=list(_errors_of(error)))

    def _join(self, drafts: Sequence[_Row], impact: ImpactAnalysis) -> None:
        """Give those that name no CI theirs, and refuse a CI that is another asset's."""
        owned = self._gaps.owned(impact.snapshot())
        records = [draft.record for draft in drafts if draft.record is not None and not draft.record.affects]
        known = self._gaps.of_serials(record.value("serial_number") for record in records)
        for draft in drafts:
            record = draft.record
            if record is None:
                continue
            found = record.affects or tuple(device.uid for device in fitting(record.values, known))
            if record.affects and (others := owned.get(record.affects[0])):
                draft.errors.append(_owned(record.affects[0], others))
            elif len(found) == 1 and found[0] not in owned:
                draft.record = replace(record, affects=found)
                owned[found[0]] = [record.number or "another row"]

    def _refuse_taken(self, drafts: Sequence[_Row]) -> None:
        """Refuse what has a tag or a serial number that another asset or an earlier row has."""
        kind = self._desk.types[ASSET]
        records = [draft.record for draft in drafts if draft.record is not None and not draft.errors]
        held = keys.holders(self._store, kind, records)
        for draft in drafts:
            record = draft.record
            if record is None or draft.errors:
                continue
            own = keys.keys_of(kind, record)
            draft.errors += [keys.taken(names, record, held[key]) for key, names in own.items() if key in held]
            if not draft.errors:
                held |= dict.fromkeys(own, "")

    def _store_all(self, rows: Sequence[_Row], who: Worker) -> None:
        kind = self._desk.types[ASSET]
        for start in range(0, len(rows), _CHUNK):
            chunk = rows[start : start + _CHUNK]
            made = [
                (row.record, new_entry(self._clock(), who.name, "opened")) for row in chunk if row.record is not None
            ]
            for row, record in zip(chunk, keeping.create_all(self._store, kind, made), strict=True):
                row.record = record


def _likely_state(record: Record) -> str:
    """The state of an asset of which nobody has said it: somebody has it, it is seen at work, it lies somewhere."""
    is_placed = bool(record.value("site") or record.value("room"))
    if record.value("holder") or (record.affects and is_placed):
        return "in_use"
    return "in_stock" if is_placed else "received"


def _known(kind: RecordType, state: str) -> str:
    if state not in kind.state_of:
        remedy = f"give one of {', '.join(kind.state_of)}"
        raise RecordRefusedError((FieldError("state", state[:100], "is no state", remedy),))
    return state


def _taken(draft: _Row) -> Taken:
    if draft.record is None or draft.errors:
        return Taken(errors=tuple(draft.errors))
    return Taken(draft.record.number, next(iter(draft.record.affects), ""))


def _asset_of(device: Device, site: str) -> NewAsset:
    told = {
        "title": device.name or device.model or device.uid,
        "category": _CATEGORY_OF.get(device.ci_class, "other"),
        "manufacturer": device.manufacturer,
        "model": device.model,
        "serial_number": device.serial_number,
        "asset_tag": device.asset_tag,
        "site": site,
    }
    # What is seen at work is in use; without a place or a holder nobody can say so.
    state = "in_use" if site else "received"
    return NewAsset({name: value[:200] for name, value in told.items() if value}, state, device.uid)


def _not_new(uid: str, owned: Mapping[str, Sequence[str]]) -> Taken:
    if uid in owned:
        return Taken(errors=(_owned(uid, owned[uid]),))
    return Taken(errors=(FieldError("uids", uid[:100], "is no CI", "give the uid of a device"),))


def _owned(uid: str, numbers: Sequence[str]) -> FieldError:
    return FieldError("ci", uid[:100], f"is {', '.join(numbers)} already", "part the two first, or name another CI")


def _errors_of(error: CmdbError) -> tuple[FieldError, ...]:
    return tuple(error.errors) or (FieldError("row", "", str(error), "correct it and send it again"),)
