"""What the columns of a file are likely to mean; a person looks at it and corrects it."""

import re
from collections.abc import Iterable, Mapping

from cmdb_server.imports.mapping import Mapping as FileMapping
from cmdb_server.imports.mapping import RelationFrom, SheetMapping, TargetFrom, ValueFrom
from cmdb_server.imports.row_items import class_called
from cmdb_server.imports.synonyms import ATTRIBUTES, CLASS_COLUMNS, FACTS, NESTED, RELATIONS
from cmdb_server.imports.tables import Contents, Table, text_of
from cmdb_server.ingest.keys import is_dependent
from graph_schema import AttributeSpec, CIClassSpec, Registry

_WORDS = re.compile(r"[^\w@]+|_")
_LIKELY = "server"
_PROBED_ROWS = 200


def suggest(contents: Contents, file_name: str, registry: Registry) -> FileMapping:
    """A mapping for every sheet; one of several of which no column is understood (notes, a legend) is left out."""
    tables = [table for table in contents.tables if table.columns and table.rows]
    sheets = [_sheet(table, file_name, registry) for table in tables]
    understood = [sheet for sheet in sheets if sheet.attributes]
    return FileMapping(understood or sheets)


def folded(text: str) -> str:
    """A heading in lower case, its words apart by single blanks."""
    return " ".join(_WORDS.sub(" ", text.casefold()).split())


def _sheet(table: Table, file_name: str, registry: Registry) -> SheetMapping:
    class_column, class_values = _class_column(table, registry)
    named = class_called(table.name, registry) or class_called(re.sub(r"\.\w+$", "", file_name), registry)
    ci_class = named or _best_class(table, registry, class_values.values())
    spec = registry.ci_class(ci_class)
    attributes = _attributes(table, spec, taken={class_column} if class_column else set[str]())
    relations = _relations(table, spec, registry, {entry.column for entry in attributes} | {class_column})
    return SheetMapping(table.name, "" if class_column else ci_class, class_column, class_values, attributes, relations)


def _class_column(table: Table, registry: Registry) -> tuple[str, dict[str, str]]:
    """A column whose values are mostly names of classes, and what they mean."""
    for column in table.columns:
        if folded(column) not in CLASS_COLUMNS:
            continue
        values = _values(table, column)
        meant = {value: name for value in values if (name := class_called(value, registry))}
        if meant and len(meant) * 2 >= len(values):
            return column, meant
    return "", {}


def _best_class(table: Table, registry: Registry, named: Iterable[str]) -> str:
    """The class with an identification rule that the columns fill and the most attributes among them."""
    known = [name for name in named if name in registry.classes]
    classes = [registry.ci_class(name) for name in dict.fromkeys(known)] or [
        spec for spec in registry.classes.values() if not spec.is_abstract
    ]
    best = max(classes, key=lambda spec: (*_fit(table, spec, registry), spec.name == _LIKELY))
    return best.name


def _fit(table: Table, spec: CIClassSpec, registry: Registry) -> tuple[bool, int]:
    attributes = _attributes(table, spec, taken=set())
    given = {entry.attribute for entry in attributes}
    is_identified = any(set(rule.attributes) <= given for rule in spec.identification)
    if is_identified and is_dependent(spec):
        relations = _relations(table, spec, registry, {entry.column for entry in attributes})
        is_identified = any(relation.type in spec.owner_types for relation in relations)
    return is_identified, len(given)


def _attributes(table: Table, spec: CIClassSpec, taken: set[str]) -> list[ValueFrom]:
    found: dict[str, ValueFrom] = {}
    for names in (_declared, _synonyms):
        for column in table.columns:
            if column in taken:
                continue
            heading = folded(column)
            for attribute in spec.attributes.values():
                if attribute.name not in found and heading in names(attribute):
                    found[attribute.name] = ValueFrom(attribute.name, column)
                    taken = {*taken, column}
                    break
    return list(found.values())


def _declared(attribute: AttributeSpec) -> set[str]:
    return {folded(attribute.name), folded(attribute.label)}


def _synonyms(attribute: AttributeSpec) -> set[str]:
    return {folded(name) for name in ATTRIBUTES.get(attribute.name, ())}


def _relations(table: Table, spec: CIClassSpec, registry: Registry, taken: set[str]) -> list[RelationFrom]:
    """Columns that are called as a class, or as a part that another CI plays, lead to CIs of that class."""
    free = [column for column in table.columns if column not in taken]
    named = {name: column for column in free if (name := class_called(folded(column), registry))}
    found: list[RelationFrom] = []
    used: set[str] = set()
    for kind in registry.relationship_types.values():
        if "ci" in kind.targets:
            continue
        for ci_class, column in named.items():
            if column in used or not registry.is_allowed(kind, spec.name, ci_class):
                continue
            if any(relation.type == kind.name for relation in found):
                continue
            target = _target(ci_class, named, registry)
            if target is not None and _is_innermost(ci_class, spec, named, registry):
                left = [name for name in free if name not in used | _columns_of(target)]
                facts = _facts(left, kind.name, ci_class)
                found.append(RelationFrom(kind.name, target, kind.name in spec.owner_types, facts))
                used |= _columns_of(target) | {entry.column for entry in facts}
        column = next((column for column in free if folded(column) in RELATIONS.get(kind.name, ())), "")
        if column and column not in used:
            found.append(RelationFrom(kind.name, _people(table, column)))
            used.add(column)
    return found


def _facts(free: Iterable[str], kind: str, ci_class: str) -> list[ValueFrom]:
    """The columns that say how something is related to a CI of a class."""
    known = FACTS.get((kind, ci_class), {})
    named = {name: column for column in free for name, words in known.items() if folded(column) in words}
    return [ValueFrom(name, column) for name, column in named.items()]


def _is_innermost(ci_class: str, spec: CIClassSpec, named: Mapping[str, str], registry: Registry) -> bool:
    """Whether no other named class lies within this one: a rack says in which room it stands, so the room is said."""
    inner = [name for name in named if name not in (ci_class, spec.name)]
    targets = (_target(name, named, registry) for name in inner)
    return not any(named[ci_class] in _columns_of(target.within) for target in targets if target and target.within)


def _target(ci_class: str, named: Mapping[str, str], registry: Registry) -> TargetFrom | None:
    spec = registry.ci_class(ci_class)
    rule = next((rule for rule in spec.identification if len(rule.attributes) == 1), None)
    if rule is None:
        return None
    own = ValueFrom(rule.attributes[0], named[ci_class])
    if not is_dependent(spec):
        return TargetFrom(ci_class, [own])
    kinds = [registry.relationship_type(name) for name in spec.owner_types]
    left = {name: column for name, column in named.items() if name not in _up_to(ci_class)}
    owners = [name for name in left if any(registry.is_allowed(kind, ci_class, name) for kind in kinds)]
    # The longest chain says the most: a rack in a room of a site rather than on the site.
    targets = [target for name in owners if (target := _target(name, left, registry)) is not None]
    if not targets:
        return None
    return TargetFrom(ci_class, [own], max(targets, key=lambda target: len(_columns_of(target))))


def _up_to(ci_class: str) -> tuple[str, ...]:
    """A class and the places that lie within it."""
    return NESTED[: NESTED.index(ci_class) + 1] if ci_class in NESTED else (ci_class,)


def _columns_of(target: TargetFrom) -> set[str]:
    own = {entry.column for entry in target.attributes}
    return own | (_columns_of(target.within) if target.within else set())


def _people(table: Table, column: str) -> TargetFrom:
    """A column with e-mail addresses names people, any other one teams."""
    is_mail = any("@" in value for value in _values(table, column))
    return (
        TargetFrom("person", [ValueFrom("email", column)])
        if is_mail
        else TargetFrom("team", [ValueFrom("name", column)])
    )


def _values(table: Table, column: str) -> list[str]:
    position = table.columns.index(column)
    texts = (text_of(row.cells[position]).strip() for row in table.rows[:_PROBED_ROWS])
    return [text for text in dict.fromkeys(texts) if text]
