"""Entitlements from a table: each row becomes one or is refused with its number, field, value and remedy; pure."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.imports.tables import Cell, Table, Unusable
from cmdb_server.licence_position.rights import Factor
from cmdb_server.licences.entitlement import LONGEST, Entitlement, EntitlementError, Product, checked

_NUMBERS = {
    *("quantity", "pack_size", "per_processor", "per_host", "per_machine", "pack", "instances", "devices", "stated"),
}
_OWN = ("publisher", "product", "edition")
_USUAL = [field for field in msgspec.structs.fields(Entitlement) if field.name != "products"]
COLUMNS = (*_OWN, *(field.name for field in _USUAL))
_REQUIRED = ("name", "publisher", "product", "metric", "quantity", "starts")
_TRUTHS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True)
class Refusal:
    """A row that is no entitlement, by its number in the file, and why."""

    row: int
    error: FieldError


class SheetError(CmdbError):
    """A table in which no row can be read."""

    def __init__(self, column: str, message: str, remedy: str) -> None:
        """422, with the column that is wrong."""
        error = FieldError("file", column[:100], message, remedy)
        super().__init__(f"column {error.value!r} {message}; {remedy}", 422, "sheet_refused", (error,))


def entitlements_of(table: Table, held: Sequence[Entitlement]) -> tuple[list[Entitlement], list[Refusal]]:
    """What a table tells of, and the rows that are refused; so is what is held already. Raises SheetError."""
    names = _names(table)
    known = set(held)
    made: list[Entitlement] = []
    refused: list[Refusal] = []
    for row in table.rows:
        if row.is_empty:
            continue
        try:
            made.append(_entitlement(dict(zip(names, row.cells, strict=False)), known))
            known.add(made[-1])
        except EntitlementError as error:
            refused.append(Refusal(row.number, error.error))
    return made, refused


def _names(table: Table) -> list[str]:
    """The columns by the fields that they are. Raises SheetError."""
    names = [" ".join(str(name).split()).casefold().replace(" ", "_") for name in table.columns]
    for name in names:
        if name not in COLUMNS:
            raise SheetError(name, "is none that is known", f"use {', '.join(COLUMNS)}")
    for name in _REQUIRED:
        if name not in names:
            raise SheetError(name, "is missing", f"at least {', '.join(_REQUIRED)} are needed")
    return names


def _entitlement(cells: Mapping[str, Cell], known: AbstractSet[Entitlement]) -> Entitlement:
    texts = {name: _text(name, cell) for name, cell in cells.items()}
    publisher, edition = texts.get("publisher", ""), texts.get("edition", "")
    names = _listed(texts.get("product", ""))
    products = tuple(Product(publisher=publisher, product=name, edition=edition) for name in names)
    said = {name: text for name, text in texts.items() if name not in _OWN and (text or name in _REQUIRED)}
    told = {name: _value(name, text) for name, text in said.items()}
    made = checked(Entitlement(products=products, **told))
    if made in known:
        raise EntitlementError("name", made.name, "is held already, alike in every field", "leave the row out")
    return made


def _text(name: str, cell: Cell) -> str:
    if isinstance(cell, Unusable):
        raise EntitlementError(name, cell.text, cell.reason, "give the value itself")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else " ".join(str(cell).split())
    if len(text) > LONGEST:
        raise EntitlementError(name, text, "is too long", f"give at most {LONGEST} characters")
    return text


def _value(name: str, text: str) -> Any:  # noqa: ANN401 - as the field wants it
    if name in _NUMBERS:
        if not text.isascii() or not text.removeprefix("-").isdigit():
            raise EntitlementError(name, text, "is no whole number", "write it with digits only: 120")
        return int(text)
    return _PARSED.get(name, _same)(text)


def _same(text: str) -> str:
    return text


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _truth(text: str) -> bool:
    if text.casefold() not in _TRUTHS:
        raise EntitlementError("is_downgradable", text, "is neither yes nor no", "write yes or no")
    return _TRUTHS[text.casefold()]


def _factors(text: str) -> tuple[Factor, ...]:
    found: list[Factor] = []
    for part in _listed(text):
        model, _, number = part.rpartition("=")
        if not number.strip().isdigit():
            raise EntitlementError("factors", part, "is no factor", "write the model, = and hundredths: xeon*=50")
        found.append(Factor(model.strip(), int(number)))
    return tuple(found)


_PARSED: Mapping[str, Callable[[str], Any]] = {
    "metric": lambda text: text.casefold().replace(" ", "_"),
    "scope": lambda text: text.casefold(),
    "currency": lambda text: text.upper(),
    "is_downgradable": _truth,
    "allocated": _listed,
    "factors": _factors,
}
