"""Tables of endoflife.date: a product of its API (v1, or the older list of cycles), or all of them; pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any, cast

from cmdb_server.vulnerabilities.entry import EntryError
from cmdb_server.vulnerabilities.format import Format
from cmdb_server.vulnerabilities.json_values import listed, mapped, text, texts
from cmdb_server.vulnerabilities.lifecycle import Cycle, Lifecycle

_MOST_CYCLES = 2_000
_CPE = ("cpe:2.3:", "cpe:/")


def is_endoflife(document: object) -> bool:
    """Whether a document is a product, all of them, or the older list of cycles."""
    if isinstance(document, list):
        cycles = cast("list[Any]", document)
        return bool(cycles) and isinstance(cycles[0], dict) and "cycle" in cycles[0]
    if not isinstance(document, dict):
        return False
    told = cast("dict[str, Any]", document)
    return "schema_version" in told and "result" in told


def read_endoflife(document: object, file: str) -> Iterator[Lifecycle | EntryError]:
    """Products, and why those that are none are not; `file` names the product of the older form."""
    if isinstance(document, list):
        name = PurePosixPath(file).name.removesuffix(".json")
        told: list[Any] = [{"name": name, "label": name, "releases": document}]
    else:
        result = mapped(document, "file").get("result")
        told = cast("list[Any]", result) if isinstance(result, list) else [result]
    for one in told:
        try:
            yield _product(mapped(one, "result"))
        except EntryError as error:
            yield error


def _product(told: Mapping[str, Any]) -> Lifecycle:
    name = text(told, "name", is_required=True)
    cycles = [_cycle(mapped(one, "releases")) for one in listed(told, "releases")]
    if len(cycles) > _MOST_CYCLES:
        raise EntryError("releases", f"lists {len(cycles)} cycles, more than {_MOST_CYCLES}")
    names = [mapped(one, "identifiers") for one in listed(told, "identifiers")]
    ids = [text(one, "id") for one in names]
    return Lifecycle(
        product=name,
        label=text(told, "label") or name,
        cycles=tuple(cycles),
        cpes=tuple(filter(None, map(_vendor_and_product, ids))),
        purls=tuple(one.partition("@")[0] for one in ids if one.startswith("pkg:")),
        words=(name, *texts(told, "aliases")),
    )


def _cycle(told: Mapping[str, Any]) -> Cycle:
    name = told.get("name", told.get("cycle"))
    latest = told.get("latest")
    if isinstance(latest, dict):
        latest = cast("dict[str, Any]", latest).get("name")
    if not isinstance(name, str | int | float) or isinstance(name, bool):
        raise EntryError("name", "is missing")
    ended = told.get("isEol", told.get("eol"))
    day = told.get("eolFrom", ended)
    return Cycle(
        name=str(name),
        ends_on=_day(day) if isinstance(day, str) else "",
        has_ended=ended is True,
        latest=latest if isinstance(latest, str) else "",
    )


def _day(told: str) -> str:
    try:
        return date.fromisoformat(told).isoformat()
    except ValueError as error:
        raise EntryError("eol", f"{told[:40]!r} is no day") from error


def _vendor_and_product(identifier: str) -> str:
    prefix = next((one for one in _CPE if identifier.startswith(one)), None)
    parts = identifier.removeprefix(prefix).split(":") if prefix else []
    return f"{parts[1]}:{parts[2]}".casefold() if len(parts) > 2 else ""  # noqa: PLR2004 - part, vendor, product


endoflife_format = Format("endoflife.date", is_endoflife, read_endoflife)
