"""What only a person can know of a column: whether 03/04 is in March or April, whether 1.234 is one or a thousand."""

from collections.abc import Iterable
from dataclasses import dataclass

from cmdb_server.imports.conversion import DATE, holds_time
from cmdb_server.imports.mapping import DATE_FORMATS, DECIMAL_SIGNS, Mapping, SheetMapping, columns_used
from cmdb_server.imports.tables import Contents, Table, text_of
from graph_schema import AttributeSpec, Registry

_SAMPLES = 5
_SHARE = 0.5


@dataclass(frozen=True)
class ColumnQuestion:
    """A question about a column of a sheet: `kind` is date or decimal, `samples` are values that make it one."""

    sheet: str
    column: str
    kind: str
    choices: tuple[str, ...]
    samples: tuple[str, ...]
    answer: str


def questions_of(contents: Contents, mapping: Mapping, registry: Registry) -> tuple[ColumnQuestion, ...]:
    """The questions that a mapping leaves to a person, with the answers given so far, one for each column."""
    found: dict[tuple[str, str, str], ColumnQuestion] = {}
    for sheet in mapping.sheets:
        if (table := contents.table(sheet.sheet)) is None:
            continue
        for owner, entry in columns_used(sheet):
            spec = _attribute(registry, sheet, owner, entry.attribute)
            question = _question(table, entry.column, entry.format, spec) if spec else None
            if question:
                found.setdefault((sheet.sheet, entry.column, question.kind), question)
    return tuple(found.values())


def _attribute(registry: Registry, sheet: SheetMapping, owner: str, name: str) -> AttributeSpec | None:
    if kind := registry.relationship_types.get(owner):
        return kind.attributes.get(name)
    classes = (owner,) if owner else sheet.classes()
    specs = (registry.classes[name].attributes for name in classes if name in registry.classes)
    return next((attributes[name] for attributes in specs if name in attributes), None)


def _question(table: Table, column: str, answer: str, spec: AttributeSpec) -> ColumnQuestion | None:
    if column not in table.columns:
        return None
    position = table.columns.index(column)
    texts = [cell for row in table.rows if isinstance(cell := row.cells[position], str)]
    if spec.kind == "string":
        dates = [text for text in texts if DATE.match(text)]
        # Of a time any such date is asked; of a text only where it is what the column mostly holds.
        if len(dates) > (0 if holds_time(spec) else len(texts) * _SHARE):
            return ColumnQuestion(table.name, column, "date", DATE_FORMATS, _some(dates), answer)
    if spec.kind in ("integer", "number"):
        marked = [text for text in texts if "," in text or "." in text]
        if marked:
            return ColumnQuestion(table.name, column, "decimal", DECIMAL_SIGNS, _some(marked), answer)
    return None


def _some(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text_of(text)[:80] for text in list(dict.fromkeys(texts))[:_SAMPLES])
