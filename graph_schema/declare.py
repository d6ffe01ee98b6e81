"""The vocabulary of declarations: CI classes, their attributes and how they are identified.

A declared class looks like a frozen dataclass (keywords only, unknown values are None, nothing changes afterwards) and
has its specification beside it (`spec_of`). Sources build instances (`NetworkInterface(name="eth0")`); everything else
reads the specification. It is none: generating the methods of a class takes an agent longer than filling its instances.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple, TypeAlias, TypeVar, dataclass_transform, get_args, get_origin

from graph_schema.ageing import DEFAULT, AgeingRule
from graph_schema.values import Normalise, ValueType
from graph_schema.words import label_of, snake_case

SPEC = "__ci_class_spec__"
_KINDS = {str: "string", int: "integer", float: "number", bool: "boolean", tuple: "string_list"}
MAX_TEXT_LENGTH = 4096
# What rights are given for: every attribute is in one of these groups.
ATTRIBUTE_GROUPS = ("general", "network", "identity", "finance", "security")
MAX_LIST_LENGTH = 1000
_INT64 = 2**63
_UNIT_WORDS = frozenset(("bps", "bytes", "mhz", "mtps", "seconds", "units", "va", "watts"))
AttributeValue: TypeAlias = str | int | float | bool | list[str]


T = TypeVar("T")


class DeclarationError(Exception):
    """A declaration contradicts itself or another one; the text names both."""


class AttributeOptions(NamedTuple):
    """What a declaration says of an attribute beside its type.

    `names_others`: of a relationship, it may name CIs that are none of its ends.
    """

    doc: str
    unit: str | None = None
    is_indexed: bool = False
    is_searchable: bool = False
    is_facet: bool = False
    is_column: bool = False
    is_watched: bool = False
    choices: tuple[str, ...] = ()
    group: str = ATTRIBUTE_GROUPS[0]
    names_others: bool = False


class AttributeSpec(NamedTuple):
    """One attribute of a CI class or relationship type.

    `kind` is one of string, integer, number, boolean, string_list.
    """

    name: str
    kind: str
    options: AttributeOptions
    value_type: ValueType | None = None

    @property
    def doc(self) -> str:
        """What the attribute means."""
        return self.options.doc

    @property
    def label(self) -> str:
        """The name as people read it; the unit is shown with the value."""
        name, _, last = self.name.rpartition("_")
        return label_of(name if self.options.unit and last in _UNIT_WORDS else self.name)

    def normalise(self, value: object) -> AttributeValue | None:
        """The value as it is stored, or None for a value that says nothing.

        Raises ValueError whose text continues "attribute X ...".
        """
        if value is None:
            return None
        if self.kind == "string_list":
            return self._list(value)
        if self.kind == "string":
            return self._text(value)
        return self._number(value)

    def _text(self, value: object) -> str | None:
        if not isinstance(value, str):
            message = f"must be text, not {type(value).__name__}"
            raise ValueError(message)  # noqa: TRY004 - one error type for every refused value
        if len(value) > MAX_TEXT_LENGTH:
            message = f"is longer than {MAX_TEXT_LENGTH} characters"
            raise ValueError(message)
        kept = (self.value_type.normalise if self.value_type else str)(value)
        if kept is not None and self.options.choices and kept not in self.options.choices:
            message = f"must be one of {', '.join(self.options.choices)}"
            raise ValueError(message)
        return kept

    def _list(self, value: object) -> list[str] | None:
        if not isinstance(value, list | tuple):
            message = f"must be a list of texts, not {type(value).__name__}"
            raise ValueError(message)  # noqa: TRY004 - one error type for every refused value
        items: list[object] = list(value)  # pyright: ignore[reportUnknownArgumentType] - narrowed to list of unknown above
        if len(items) > MAX_LIST_LENGTH:
            message = f"has more than {MAX_LIST_LENGTH} entries"
            raise ValueError(message)
        kept = [text for text in map(self._text, items) if text is not None]
        return sorted(dict.fromkeys(kept)) or None

    def _number(self, value: object) -> float | bool | None:
        if self.kind == "boolean":
            if isinstance(value, bool):
                return value
            message = "must be true or false"
            raise ValueError(message)
        accepted = int if self.kind == "integer" else int | float
        if isinstance(value, bool) or not isinstance(value, accepted):
            message = f"must be {'a whole number' if self.kind == 'integer' else 'a number'}, not {value!r:.40}"
            raise ValueError(message)  # noqa: TRY004 - one error type for every refused value
        if not -_INT64 <= value < _INT64:
            message = "is out of range (64 bits)"
            raise ValueError(message)
        return value


class IdentifiedBy(NamedTuple):
    """One identification rule: the attributes that together name a CI, and where that name holds.

    `within` is a relationship type whose target owns the CI (a dependent CI), "network_scope" for values that
    are unique within a scope, or None for values that are unique everywhere.

    Where identifiers are scored, equal values speak for one CI with `weight`, different ones against it with
    `contradicts`; of rules of one `kin`, which are true or false together, only the strongest counts either way.
    `tells` answers what of a value identifies, None where it identifies nobody.
    """

    attributes: tuple[str, ...]
    within: str | None = None
    name: str = ""
    weight: int = 0
    contradicts: int = 0
    tells: Normalise | None = None
    kin: str = ""


@dataclass(frozen=True)
class CIClassSpec:
    """Everything that is declared of one CI class."""

    name: str
    label: str
    doc: str
    family: str
    is_abstract: bool
    parents: tuple[str, ...]
    attributes: Mapping[str, AttributeSpec]
    identification: tuple[IdentifiedBy, ...]
    is_service: bool = False
    is_value: bool = False
    is_catalogued: bool = False
    is_general: bool = False
    is_general_purpose: bool = False
    availability: float = 0.999
    ageing: AgeingRule = DEFAULT
    history_days: int | None = None

    @property
    def owner_types(self) -> tuple[str, ...]:
        """The relationship types through which this class is owned; empty for a class that stands alone."""
        found = (rule.within for rule in self.identification if rule.within not in (None, "network_scope"))
        return tuple(dict.fromkeys(within for within in found if within))


class ClassOptions(NamedTuple):
    """The inheritable part of a class declaration; `is_general` and the other words on one class are not inherited.

    A CI that naming it makes (`is_value`) retires when nobody names it, unless `is_catalogued`. `is_general`: it says
    only roughly what a CI is. `is_general_purpose`: a CI of it may be used for anything, so that a class with one use
    says more. Events older than `history_days` are joined, a CI's first and last never; None keeps each for ever.
    """

    family: str = ""
    identification: tuple[IdentifiedBy, ...] = ()
    is_abstract: bool = False
    is_service: bool = False
    is_value: bool = False
    is_catalogued: bool = False
    is_general: bool = False
    is_general_purpose: bool = False
    availability: float = 0.999
    ageing: AgeingRule = DEFAULT
    history_days: int | None = None


def identified_by(*attributes: str, within: str | None = None, **options: Any) -> IdentifiedBy:  # noqa: ANN401 - checked against IdentifiedBy
    """An identification rule; options are those of IdentifiedBy. Its `name` is by default the last attribute."""
    rule = IdentifiedBy(attributes, within, **options)
    return rule if rule.name else rule._replace(name=attributes[-1])


def attribute(doc: str, *, default: None, **options: Any) -> Any:  # noqa: ANN401, ARG001 - takes the type of the annotation, as dataclasses.field does; type checkers read the default
    """Declare an attribute, which is None where nobody said anything.

    `options` are those of AttributeOptions without the `is_` (unit=, facet=, ...).
    """
    known = {name.removeprefix("is_"): name for name in AttributeOptions._fields}
    return AttributeOptions(doc=doc, **{known[name]: value for name, value in options.items()})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attribute,))
def ci_class(**options: Any) -> Callable[[type[T]], type[T]]:  # noqa: ANN401 - checked against ClassOptions below
    """Declare a CI class. Options are those of ClassOptions; family and identification are inherited."""

    def declare(declared: type[T]) -> type[T]:
        parent = next((getattr(base, SPEC) for base in declared.__mro__[1:] if SPEC in vars(base)), None)
        methods = {"__init__": _take, "__setattr__": _refuse, SPEC: (spec := _specify(declared, parent, options))}
        for name, value in (dict.fromkeys(spec.attributes) | methods).items():
            setattr(declared, name, value)
        return declared

    return declare


def _take(self: object, **given: object) -> None:
    """The constructor of every declared class."""
    unknown = given.keys() - spec_of(type(self)).attributes.keys()
    if unknown:
        message = f"{type(self).__name__} has no attribute {min(unknown)}"
        raise TypeError(message)
    vars(self).update(given)


def replaced(ci: T, **given: object) -> T:
    """Another instance of a declared class, with some values replaced."""
    return type(ci)(**{**vars(ci), **given})


def _refuse(self: object, name: str, _value: object) -> None:
    message = f"{type(self).__name__}.{name} cannot be changed; make another one"
    raise AttributeError(message)


def spec_of(declared: type) -> CIClassSpec:
    """The specification of a class declared with `ci_class`."""
    return vars(declared)[SPEC]


def _specify(made: type, parent: CIClassSpec | None, options: dict[str, Any]) -> CIClassSpec:
    declared = ClassOptions(**options)
    name = snake_case(made.__name__)
    return CIClassSpec(
        name=name,
        label=label_of(name),
        doc=" ".join((made.__doc__ or "").split()),
        family=declared.family or (parent.family if parent else ""),
        is_abstract=declared.is_abstract,
        parents=() if parent is None else (parent.name, *parent.parents),
        attributes=({} if parent is None else dict(parent.attributes)) | _attributes(made),
        identification=declared.identification or (parent.identification if parent else ()),
        is_service=declared.is_service or bool(parent and parent.is_service),
        is_value=declared.is_value,
        is_catalogued=declared.is_catalogued,
        is_general=declared.is_general,
        is_general_purpose=options.get("is_general_purpose", bool(parent and parent.is_general_purpose)),
        availability=options.get("availability", parent.availability if parent else 0.999),
        ageing=options.get("ageing", parent.ageing if parent else DEFAULT),
        history_days=options.get("history_days", parent.history_days if parent else None),
    )


def _attributes(made: type) -> dict[str, AttributeSpec]:
    """Those that the class itself declares."""
    hints: dict[str, object] = vars(made).get("__annotations__", {})
    declared = {name: value for name, value in vars(made).items() if isinstance(value, AttributeOptions)}
    return {name: attribute_spec(name, hints[name], options) for name, options in declared.items()}


def attribute_spec(name: str, hint: object, options: AttributeOptions) -> AttributeSpec:
    """The specification of an attribute from its annotation. Raises DeclarationError for an unknown type or group."""
    plain, value_type = _unwrap(hint)
    kind = _KINDS.get(get_origin(plain) or plain)  # pyright: ignore[reportArgumentType, reportCallIssue] - any hint may be asked
    if kind is None:
        message = f"attribute {name}: the type {hint} has no kind; use str, int, float, bool or tuple[str, ...]"
        raise DeclarationError(message)
    if options.group not in ATTRIBUTE_GROUPS:
        message = f"attribute {name}: {options.group!r} is no attribute group; use {', '.join(ATTRIBUTE_GROUPS)}"
        raise DeclarationError(message)
    return AttributeSpec(name, kind, options, value_type)


def _unwrap(hint: object) -> tuple[object, ValueType | None]:
    """The plain type behind `X | None`, `Annotated[X, ValueType]` and `tuple[Annotated, ...]`."""
    if get_origin(hint) is Annotated:
        plain, *extras = get_args(hint)
        return plain, next((extra for extra in extras if isinstance(extra, ValueType)), None)
    if get_origin(hint) is tuple:
        return tuple, _unwrap(get_args(hint)[0])[1]
    inner = [argument for argument in get_args(hint) if argument is not type(None)]
    return _unwrap(inner[0]) if len(inner) == 1 else (hint, None)
