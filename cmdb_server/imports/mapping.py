"""Which column means what: mapped once by a person, remembered for files with the same header."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cmdb_server.imports.tables import STRICT

DAY_FIRST, MONTH_FIRST, AS_TEXT = "dmy", "mdy", "text"
DATE_FORMATS = (DAY_FIRST, MONTH_FIRST, AS_TEXT)
DECIMAL_SIGNS = (",", ".")


@dataclass(frozen=True)
class ValueFrom:
    """Where the values of an attribute come from: a column, and a constant for cells that are empty.

    `values` says what single texts mean. `format` is a person's answer to a question (asking.py): the order of dates,
    or the decimal sign.
    """

    __pydantic_config__ = STRICT

    attribute: str
    column: str = ""
    constant: str = ""
    values: dict[str, str] = field(default_factory=dict[str, str])
    format: str = ""


@dataclass(frozen=True)
class TargetFrom:
    """The other end of a relationship, by what identifies it; `within` is its owner where it has one."""

    __pydantic_config__ = STRICT

    ci_class: str
    attributes: list[ValueFrom] = field(default_factory=list[ValueFrom])
    within: "TargetFrom | None" = None


@dataclass(frozen=True)
class RelationFrom:
    """A relationship of each row; with `creates` a target that is not known yet is created.

    `attributes` are those of the relationship, as the rack unit of what stands in a rack.
    """

    __pydantic_config__ = STRICT

    type: str
    target: TargetFrom
    creates: bool = False
    attributes: list[ValueFrom] = field(default_factory=list[ValueFrom])


@dataclass(frozen=True)
class SheetMapping:
    """What the rows of one sheet are.

    Their class is what `class_column` says (by `class_values`, or as the class is called), else `ci_class`.
    """

    __pydantic_config__ = STRICT

    sheet: str
    ci_class: str = ""
    class_column: str = ""
    class_values: dict[str, str] = field(default_factory=dict[str, str])
    attributes: list[ValueFrom] = field(default_factory=list[ValueFrom])
    relations: list[RelationFrom] = field(default_factory=list[RelationFrom])

    def classes(self) -> tuple[str, ...]:
        """The classes that rows may be of, as far as the mapping names them."""
        named = [self.ci_class] if self.ci_class else []
        return tuple(dict.fromkeys([*named, *self.class_values.values()]))


@dataclass(frozen=True)
class Mapping:
    """What a file's sheets mean; sheets that are not named are left out. Addresses belong to `network_scope`."""

    __pydantic_config__ = STRICT

    sheets: list[SheetMapping] = field(default_factory=list[SheetMapping])
    network_scope: str = "default"


def chain_of(target: TargetFrom) -> Iterator[TargetFrom]:
    """A target and its owners, outwards."""
    step: TargetFrom | None = target
    while step is not None:
        yield step
        step = step.within


def columns_used(sheet: SheetMapping) -> Iterator[tuple[str, ValueFrom]]:
    """Everything that takes its values from a column, with the class or relationship type whose attribute it is.

    That is "" for the rows' own.
    """
    yield from (("", entry) for entry in sheet.attributes if entry.column)
    for relation in sheet.relations:
        yield from ((relation.type, entry) for entry in relation.attributes if entry.column)
        for step in chain_of(relation.target):
            yield from ((step.ci_class, entry) for entry in step.attributes if entry.column)
