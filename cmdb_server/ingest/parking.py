"""What could not be stored waits with its reason until somebody retries or discards it, or it is sent again whole."""

from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple, TypeAlias

import msgspec

from cmdb_server.graph_store.queries import ingest, parked
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.items import MAX_SHOWN, Item, Refused
from cmdb_server.ingest.placement import Origin, Unplaced
from cmdb_server.ingest.stored import ref_key
from cmdb_server.ingest.stored_claims import encode_unplaced
from cmdb_server.ingest.wire import WireSection
from cmdb_server.ingest.writing import Cause

MAX_PARKED = 1000
_PLACEMENT_FIELDS = ("source", "relationships")
Context: TypeAlias = tuple[str, Origin, Cause]


class Parked(NamedTuple):
    """A parked item as a section of its own that can be stored again.

    `classes` are those of the CIs between which its relationships lead, as the source says in its other items.
    """

    uid: str
    origin: Origin
    observed_at: int
    section: WireSection
    classes: Mapping[str, str]


def refused_of(section: str, entry: Unplaced, item: Item) -> Refused:
    """The refusal of an item that was valid but could not be placed."""
    return Refused(section, item.ref, entry.field, "", entry.message, entry.remedy, encode_unplaced(item))


def park(tx: Transaction, refused: tuple[Refused, ...], before: Collection[str], context: Context) -> None:
    """Park what was refused of a section; of what was parked `before`, the rest is resolved and gone."""
    section_key, _, cause = context
    kept = refused if len(refused) <= MAX_PARKED else (*refused[: MAX_PARKED - 1], _rest_of(refused))
    _park(tx, {_uid(section_key, entry): _properties(context, entry) for entry in kept}, before, cause.now)


def park_again(tx: Transaction, refused: tuple[Refused, ...], retried: str, context: Context) -> None:
    """Park what was refused of an item that was tried again: it stays that item, whatever it waits for now."""
    section_key, _, cause = context
    rows = {_uid(section_key, entry): _properties(context, entry) for entry in refused}
    if rows and retried not in rows:
        waiting = {found["uid"] for found in tx.run(parked.PARKED_ITEMS, uids=sorted(rows))[0]["properties"]}
        new = next((uid for uid in rows if uid not in waiting), "")
        rows = {retried if uid == new else uid: properties for uid, properties in rows.items()}
    _park(tx, rows, {retried}, cause.now)


def _park(tx: Transaction, rows: Mapping[str, Mapping[str, Any]], before: Collection[str], at: int) -> None:
    if rows:
        tx.run(parked.PARK, uids=list(rows), properties=list(rows.values()), at=at)
    if resolved := sorted(set(before) - set(rows)):
        tx.run(parked.UNPARK, uids=resolved)


def _rest_of(refused: tuple[Refused, ...]) -> Refused:
    """One item for those that are too many to be kept one by one."""
    left = len(refused) - MAX_PARKED + 1
    message = f"holds {left} more items that could not be stored, too many to be kept one by one"
    remedy = "repair the source by the reasons of the others, then it sends the section again"
    return Refused(refused[0].section, "", "section", "", message, remedy, msgspec.json.encode("").decode())


def resolve_placed(tx: Transaction, source: str, refs: Collection[str]) -> None:
    """What was parked because its owner was not known is stored now."""
    if refs:
        tx.run(parked.RESOLVE_PLACED, source=source, refs=sorted(refs), fields=list(_PLACEMENT_FIELDS))


def read_parked(tx: Transaction, uid: str) -> Parked | None:
    """A parked item, None when there is none of that uid, it waits no longer or was too large to be kept whole."""
    rows = tx.run(parked.PARKED_ITEM, uid=uid)
    if not rows or rows[0]["properties"].get("status") != "parked":
        return None
    found = rows[0]["properties"]
    origin = Origin(found["source"], found["network_scope"], found["root_ref"], found["root_uid"])
    sent: list[Any] | dict[str, Any] | str = msgspec.json.decode(found["content"])
    if isinstance(sent, str):
        return None
    cis, relationships = _parts(sent)
    section = _as_section(found["section"], cis, relationships)
    return Parked(uid, origin, found["observed_at"], section, _classes_at(tx, origin.source, relationships))


def _parts(sent: list[Any] | dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """The CIs and the relationships of parked content."""
    if isinstance(sent, list):
        return [], sent
    if "ref" in sent:
        relationships = sent.pop("relationships", [])
        return [sent], relationships
    return [], [sent]


def _classes_at(tx: Transaction, source: str, relationships: Iterable[Any]) -> dict[str, str]:
    """By ref, the classes that a source claims for the CIs at the ends of relationships."""
    ends = [end for sent in relationships for end in _ends(sent)]
    row = tx.run(ingest.CLASSES_OF_REFS, ref_keys=sorted({ref_key(source, end) for end in ends}))[0]
    return dict(zip(row["ref"], row["ci_class"], strict=True))


def _ends(sent: Any) -> list[str]:  # noqa: ANN401 - JSON
    ends: list[Any] = [sent.get("source"), sent.get("target")] if hasattr(sent, "get") else []
    return [end for end in ends if isinstance(end, str)]


def _as_section(name: str, cis: list[Any], relationships: list[Any]) -> WireSection:
    """The parked content as the section that would be sent if it were sent again."""
    return WireSection(
        name,
        "",
        "partial",
        cis=msgspec.Raw(msgspec.json.encode(cis)),
        relationships=msgspec.Raw(msgspec.json.encode(relationships)),
    )


def _uid(section_key: str, entry: Refused) -> str:
    text = "\x1f".join((section_key, entry.item, entry.field, _telling(entry)))
    return "pk_" + blake2b(text.encode(), digest_size=13).hexdigest()


def _telling(entry: Refused) -> str:
    """What tells an item from others of the same CI: of a relationship where it leads."""
    if not entry.item:
        return entry.content
    sent = msgspec.json.decode(entry.content)
    if not isinstance(sent, dict) or "ref" in sent:
        return ""
    way: list[Any] = [sent.get("type"), sent.get("target")]  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] - JSON
    return msgspec.json.encode(way, order="sorted").decode()


def _properties(context: Context, entry: Refused) -> dict[str, Any]:
    section_key, origin, cause = context
    return {
        "section_key": section_key,
        "source": origin.source,
        "section": entry.section,
        "item": entry.item,
        "field": entry.field,
        "value": entry.value,
        "reason": entry.message,
        "remedy": entry.remedy,
        "content": entry.content,
        "is_whole": not entry.content.startswith('"'),
        "ci_class": _class_of(entry.content),
        "root_ref": origin.root_ref,
        "root_uid": origin.root_uid,
        "network_scope": origin.scope,
        "observed_at": cause.observed_at,
    }


def _class_of(content: str) -> str:
    """The class of the CI that was sent, "" for what is none."""
    sent = msgspec.json.decode(content)
    named = sent.get("ci_class") if isinstance(sent, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] - JSON
    return named[:MAX_SHOWN] if isinstance(named, str) else ""
