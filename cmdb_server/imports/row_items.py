"""One row as items of a report: its CI, its relationships, and the CIs it names that it may create."""

from dataclasses import dataclass, field

from cmdb_server.imports.conversion import CellError, Value, value_of
from cmdb_server.imports.mapping import RelationFrom, SheetMapping, TargetFrom, ValueFrom
from cmdb_server.imports.mapping_check import rules_in_words
from cmdb_server.imports.synonyms import CLASSES
from cmdb_server.imports.tables import Cell, Row, Table, text_of
from cmdb_server.ingest.items import shown
from graph_schema import AttributeSpec, CIClassSpec, Registry, RelationshipSpec
from graph_schema.report import Ref, ReportedCI, ReportedRelationship, Target


@dataclass(frozen=True)
class RowProblem:
    """Why a row is not stored: the column at fault, its value, what is wrong and what to do."""

    column: str
    value: str
    message: str
    remedy: str


class RowRefusedError(Exception):
    """The row cannot be used."""

    def __init__(self, *problems: RowProblem) -> None:
        """Each problem by itself."""
        super().__init__(problems[0].message)
        self.problems = problems


@dataclass
class RowItems:
    """What a row says. `cis` holds its own CI under `ref`, and those it names that may be created.

    `columns` says which column each attribute came from.
    """

    sheet: str
    number: int
    ref: Ref
    ci_class: str = ""
    cis: dict[Ref, ReportedCI] = field(default_factory=dict[Ref, ReportedCI])
    relationships: list[ReportedRelationship] = field(default_factory=list[ReportedRelationship])
    problems: list[RowProblem] = field(default_factory=list[RowProblem])
    columns: dict[str, str] = field(default_factory=dict[str, str])


def items_of(row: Row, table: Table, mapping: SheetMapping, registry: Registry) -> RowItems:
    """What a row says; with problems it says nothing."""
    items = RowItems(table.name, row.number, Ref(f"{table.name} row {row.number}"))
    reader = _RowReader(row, table, registry, items)
    try:
        reader.read(mapping)
    except RowRefusedError as refusal:
        items.problems += refusal.problems
    if items.problems:
        items.cis.clear()
        items.relationships.clear()
    return items


class _RowReader:
    def __init__(self, row: Row, table: Table, registry: Registry, items: RowItems) -> None:
        self._cells = dict(zip(table.columns, row.cells, strict=True))
        self._extra = row.extra
        self._registry = registry
        self._items = items

    def read(self, mapping: SheetMapping) -> None:
        if self._extra:
            message = f"the row has {self._extra} cells more than the header"
            raise RowRefusedError(RowProblem("", "", message, "check its delimiters and quotes, or name the columns"))
        spec = self._class_of(mapping)
        self._items.ci_class = spec.name
        attributes: dict[str, Value] = {}
        self._items.columns = {entry.attribute: entry.column for entry in mapping.attributes}
        for entry in mapping.attributes:
            value = self._value(entry, spec)
            if value is not None:
                attributes[entry.attribute] = value
        self._items.cis[self._items.ref] = ReportedCI(self._items.ref, spec.name, attributes)
        for relation in mapping.relations:
            self._relate(relation, spec)

    def _class_of(self, mapping: SheetMapping) -> CIClassSpec:
        said = text_of(self._cells.get(mapping.class_column)).strip() if mapping.class_column else ""
        name = _class_named(said, mapping, self._registry) if said else mapping.ci_class
        spec = self._registry.classes.get(name)
        if spec is None or spec.is_abstract:
            remedy = "say in the mapping which class this value means, or choose a class for rows without one"
            raise RowRefusedError(RowProblem(mapping.class_column, shown(said), "names no CI class", remedy))
        return spec

    def _value(self, entry: ValueFrom, spec: CIClassSpec) -> Value | None:
        cell = self._cells.get(entry.column) if entry.column else None
        declared = spec.attributes.get(entry.attribute)
        if declared is None:
            if cell is not None:
                message = f"is for {entry.attribute}, which a {spec.label} does not have"
                self._refuse(entry.column, text_of(cell), message, "empty the cell or correct the class")
            return None
        return self._converted(cell, entry, declared)

    def _converted(self, cell: Cell, entry: ValueFrom, declared: AttributeSpec) -> Value | None:
        try:
            return value_of(cell, entry, declared)
        except CellError as error:
            self._refuse(entry.column, text_of(cell), error.message, error.remedy)
            return None

    def _facts(self, relation: RelationFrom, kind: RelationshipSpec) -> dict[str, Value]:
        """The attributes of a relationship."""
        found: dict[str, Value] = {}
        for entry in relation.attributes:
            cell = self._cells.get(entry.column) if entry.column else None
            value = self._converted(cell, entry, kind.attributes[entry.attribute])
            if value is not None:
                found[entry.attribute] = value
        return found

    def _refuse(self, column: str, value: str, message: str, remedy: str) -> None:
        self._items.problems.append(RowProblem(column, shown(value), message, remedy))

    def _relate(self, relation: RelationFrom, spec: CIClassSpec) -> None:
        is_owner = relation.type in spec.owner_types
        kind = self._registry.relationship_type(relation.type)
        target: TargetFrom | None = relation.target
        end: Ref | Target | None = None
        is_meant = False
        # Where the rack is not filled in, the room is where a device stands.
        while target is not None and end is None and not self._items.problems:
            if self._registry.is_allowed(kind, spec.name, target.ci_class):
                end = self._target(target, is_reported=is_owner or relation.creates)
            is_meant = target is relation.target
            target = target.within
        if end is not None:
            # A unit is one of the rack: where the room stands for it, it says nothing.
            facts = self._facts(relation, kind) if is_meant else {}
            self._items.relationships.append(ReportedRelationship(relation.type, self._items.ref, end, facts))
        elif is_owner and not self._items.problems:
            message = f"is empty, but a {spec.label} is identified within its owner"
            self._refuse(_columns(relation.target.attributes), "", message, "name the owner")

    def _target(self, target: TargetFrom, *, is_reported: bool) -> Ref | Target | None:
        """The other end: a CI of the report where it may be created, else by what identifies it; None for none."""
        spec = self._registry.ci_class(target.ci_class)
        values = {entry.attribute: self._value(entry, spec) for entry in target.attributes}
        known = {name: value for name, value in values.items() if value is not None}
        is_constant = all(not entry.column for entry in target.attributes)
        if not is_constant and not any(entry.column and entry.attribute in known for entry in target.attributes):
            return None
        if not any(set(rule.attributes) <= set(known) for rule in spec.identification):
            missing = [entry for entry in target.attributes if entry.attribute not in known]
            self._refuse(_columns(missing), "", "is empty", f"give {rules_in_words(spec)}, or none of them")
            return None
        owner = self._target(target.within, is_reported=is_reported) if target.within else None
        if target.within and owner is None:
            if not self._items.problems:
                message = f"is empty, but the {spec.label} is given"
                self._refuse(_columns(target.within.attributes), "", message, "fill the cell, or empty both")
            return None
        if not is_reported:
            return Target(spec.name, known, owner if isinstance(owner, Target) else None)
        return self._report(spec, known, owner if isinstance(owner, str) else None)

    def _report(self, spec: CIClassSpec, known: dict[str, Value], owner: Ref | None) -> Ref:
        named = "|".join(str(value) for value in known.values())
        ref = Ref(f"{spec.name}:{named}" if owner is None else f"{spec.name}:{owner.partition(':')[2]}/{named}"[:1000])
        self._items.cis[ref] = ReportedCI(ref, spec.name, known)
        if owner is not None:
            kind = self._owner_type(spec, self._items.cis[owner].ci_class)
            self._items.relationships.append(ReportedRelationship(kind, ref, owner, {}))
        return ref

    def _owner_type(self, spec: CIClassSpec, owner: str) -> str:
        types = (self._registry.relationship_type(name) for name in spec.owner_types)
        fitting = (kind.name for kind in types if self._registry.is_allowed(kind, spec.name, owner))
        return next(fitting, spec.owner_types[0] if spec.owner_types else "")


def _columns(entries: list[ValueFrom]) -> str:
    return ", ".join(entry.column for entry in entries if entry.column)


def _class_named(said: str, mapping: SheetMapping, registry: Registry) -> str:
    for value, name in mapping.class_values.items():
        if value.casefold() == said.casefold():
            return name
    return class_called(said, registry)


def class_called(text: str, registry: Registry) -> str:
    """The class of a name or label as people write it, in the singular or plural; "" for none."""
    folded = " ".join(text.replace("_", " ").replace("-", " ").casefold().split())
    for spec in registry.classes.values():
        names = {spec.label.casefold(), spec.name.replace("_", " "), *CLASSES.get(spec.name, ())}
        if not spec.is_abstract and folded in names | {f"{name}s" for name in names} | {f"{name}es" for name in names}:
            return spec.name
    return ""
