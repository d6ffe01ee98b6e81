"""Can this mapping work? Everything that is wrong with it at once, each with its place, its value and the remedy."""

from collections.abc import Iterator

from cmdb_server.errors import FieldError
from cmdb_server.imports.asking import questions_of
from cmdb_server.imports.mapping import Mapping, RelationFrom, SheetMapping, TargetFrom, ValueFrom, chain_of
from cmdb_server.imports.tables import Contents, Table
from cmdb_server.ingest.items import shown
from cmdb_server.ingest.keys import is_dependent
from graph_schema import CIClassSpec, Registry, RelationshipSpec

_ASK = {
    "date": "say whether the day comes first (dmy) or the month (mdy), or that the column is text",
    "decimal": "say which sign stands before the decimals: , or .",
}
_DEEPEST = 5


def problems_of(contents: Contents, mapping: Mapping, registry: Registry) -> tuple[FieldError, ...]:
    """What is wrong with a mapping; empty when it can be used."""
    check = _Check(contents, registry)
    found = list(check.mapping(mapping))
    for asked in questions_of(contents, mapping, registry):
        if asked.answer not in asked.choices:
            place, samples = f"{asked.sheet}.{asked.column}", ", ".join(asked.samples)
            found.append(_error(place, samples, f"may be read in several ways ({asked.kind})", _ASK[asked.kind]))
    return tuple(found)


class _Check:
    def __init__(self, contents: Contents, registry: Registry) -> None:
        self._contents = contents
        self._registry = registry

    def mapping(self, mapping: Mapping) -> Iterator[FieldError]:
        if not mapping.sheets:
            yield _error("mapping", "", "maps no sheet", "map the columns of at least one sheet")
        names = [sheet.sheet for sheet in mapping.sheets]
        for sheet in mapping.sheets:
            table = self._contents.table(sheet.sheet)
            if table is None or not table.columns:
                known = ", ".join(entry.name for entry in self._contents.tables if entry.columns)
                yield _error("sheet", sheet.sheet, "is no sheet of this file with a header", f"use one of {known}")
            elif names.count(sheet.sheet) > 1:
                yield _error("sheet", sheet.sheet, "is mapped twice", "map it once")
            else:
                yield from self._sheet(sheet, table)

    def _sheet(self, sheet: SheetMapping, table: Table) -> Iterator[FieldError]:
        place = sheet.sheet
        if sheet.class_column and sheet.class_column not in table.columns:
            yield _unknown_column(f"{place}.class_column", sheet.class_column, table)
        classes: list[CIClassSpec] = []
        for name in sheet.classes():
            spec = self._registry.classes.get(name)
            if spec is None or spec.is_abstract:
                yield _error(f"{place}.ci_class", name, "is no CI class", "use a class of /reference")
            else:
                classes.append(spec)
        if not sheet.classes() and not sheet.class_column:
            yield _error(
                f"{place}.ci_class", "", "is not said", "choose the class of the rows, or the column that says it"
            )
        for entry in sheet.attributes:
            yield from self._value(f"{place}.{entry.attribute}", entry, table, classes)
        yield from _twice(place, sheet.attributes)
        for spec in classes:
            yield from _identified(place, spec, sheet)
        for relation in sheet.relations:
            yield from self._relation(f"{place}.{relation.type}", relation, table, classes)

    def _value(self, place: str, entry: ValueFrom, table: Table, classes: list[CIClassSpec]) -> Iterator[FieldError]:
        if classes and not any(entry.attribute in spec.attributes for spec in classes):
            labels = ", ".join(spec.label for spec in classes)
            yield _error(place, entry.attribute, f"is no attribute of {labels}", "choose one of /reference")
        if entry.column and entry.column not in table.columns:
            yield _unknown_column(place, entry.column, table)
        if not entry.column and not entry.constant:
            yield _error(place, "", "has neither a column nor a constant", "choose a column or leave the attribute out")

    def _relation(
        self, place: str, relation: RelationFrom, table: Table, classes: list[CIClassSpec]
    ) -> Iterator[FieldError]:
        spec = self._registry.relationship_types.get(relation.type)
        if spec is None:
            yield _error(place, relation.type, "is no relationship type", "use a type of /reference")
            return
        steps = list(chain_of(relation.target))
        if len(steps) > _DEEPEST:
            yield _error(place, len(steps), f"has more than {_DEEPEST} owners", "name fewer")
            return
        for step in steps:
            yield from self._target(place, step, table, creates=relation.creates)
        yield from self._facts(place, relation, spec, table)
        target = relation.target.ci_class
        if target in self._registry.classes:
            for source in classes:
                if not self._registry.is_allowed(spec, source.name, target):
                    message = f"cannot lead from {source.name} to {target}"
                    yield _error(place, relation.type, message, f"from {spec.sources} to {spec.targets}")

    def _facts(self, place: str, relation: RelationFrom, spec: RelationshipSpec, table: Table) -> Iterator[FieldError]:
        for entry in relation.attributes:
            if entry.attribute not in spec.attributes:
                remedy = f"use one of {', '.join(spec.attributes) or 'none: it has no attributes'}"
                yield _error(place, entry.attribute, f"is no attribute of {spec.name}", remedy)
            yield from self._value(f"{place}.{entry.attribute}", entry, table, [])
        yield from _twice(place, relation.attributes)

    def _target(self, place: str, step: TargetFrom, table: Table, *, creates: bool) -> Iterator[FieldError]:
        spec = self._registry.classes.get(step.ci_class)
        if spec is None or not spec.identification or (creates and spec.is_abstract):
            yield _error(f"{place}.target", step.ci_class, "is no CI class", "use a class of /reference")
            return
        for entry in step.attributes:
            yield from self._value(f"{place}.{entry.attribute}", entry, table, [spec])
        given = {entry.attribute for entry in step.attributes}
        if not any(set(rule.attributes) <= given for rule in spec.identification):
            yield _error(f"{place}.target", step.ci_class, "is not identified", f"map {rules_in_words(spec)}")
        if is_dependent(spec) and step.within is None:
            message = f"is not said: a {spec.label} is identified within its owner"
            yield _error(f"{place}.within", "", message, f"map {' or '.join(spec.owner_types)}")


def rules_in_words(spec: CIClassSpec) -> str:
    """What identifies a class, as people read it."""
    return " or ".join(dict.fromkeys(" + ".join(rule.attributes) for rule in spec.identification))


def _identified(place: str, spec: CIClassSpec, sheet: SheetMapping) -> Iterator[FieldError]:
    given = {entry.attribute for entry in sheet.attributes}
    if not any(set(rule.attributes) <= given for rule in spec.identification):
        message = f"nothing that is mapped tells one {spec.label} from another"
        yield _error(f"{place}.attributes", ", ".join(sorted(given)), message, f"map {rules_in_words(spec)}")
    if is_dependent(spec) and not any(relation.type in spec.owner_types for relation in sheet.relations):
        message = f"a {spec.label} is identified within its owner"
        yield _error(f"{place}.relations", "", message, f"map {' or '.join(spec.owner_types)}")


def _twice(place: str, entries: list[ValueFrom]) -> Iterator[FieldError]:
    names = [entry.attribute for entry in entries]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield _error(f"{place}.{name}", name, "is mapped twice", "map it once")


def _unknown_column(place: str, column: str, table: Table) -> FieldError:
    return _error(place, column, "is no column of this sheet", f"use one of {', '.join(table.columns)[:300]}")


def _error(place: str, value: object, message: str, remedy: str) -> FieldError:
    return FieldError(place, shown(value), message, remedy)
