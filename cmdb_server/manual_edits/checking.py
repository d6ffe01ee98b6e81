"""What a person may say, by the declared schema: pure checks whose refusals name field, value and remedy."""

from collections.abc import Mapping, Sequence

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.ingest.claim_check import expected
from cmdb_server.ingest.items import Claim, shown
from cmdb_server.ingest.keys import is_dependent, is_device, keys_of
from cmdb_server.ingest.reconciliation import CI_CLASS
from graph_schema import AttributeSpec, CIClassSpec, Registry, RelationshipSpec
from graph_schema.declare import AttributeValue

MAX_REASON = 1000
_MAX_NAME = 200


class EditRefusedError(CmdbError):
    """Values of an edit that cannot be stored; nothing of it was."""

    def __init__(self, *errors: FieldError) -> None:
        """`errors` name the refused values."""
        named = ((f"{error.field} {error.value!r}" if error.value else error.field, error.message) for error in errors)
        detail = "; ".join(f"{what}: {message}" for what, message in named)
        super().__init__(f"{detail}; {errors[0].remedy}", 422, "edit_refused", errors)


def checked_values(
    registry: Registry, spec: CIClassSpec, sent: Mapping[str, object]
) -> dict[str, AttributeValue | None]:
    """What is said of a CI of a class as it is stored: attributes, and of what other class it is.

    Raises EditRefusedError.
    """
    if CI_CLASS not in sent:
        return checked_attributes(spec, sent)
    wanted = _other_class(registry, spec, sent[CI_CLASS])
    attributes = checked_attributes(wanted, {name: value for name, value in sent.items() if name != CI_CLASS})
    return {CI_CLASS: wanted.name, **attributes}


def checked_attributes(spec: CIClassSpec, sent: Mapping[str, object]) -> dict[str, AttributeValue | None]:
    """The attributes as they are stored; None says that the CI has no such value. Raises EditRefusedError."""
    return _checked(spec.attributes, sent, f"a {spec.label.lower()}")


def checked_facts(spec: RelationshipSpec, sent: Mapping[str, object]) -> dict[str, AttributeValue | None]:
    """The attributes of a relationship as they are stored; None says nothing of one. Raises EditRefusedError."""
    return _checked(spec.attributes, sent, f"the relationship {spec.name}")


def check_names(spec: CIClassSpec, names: Sequence[str], field: str) -> None:
    """Whether all are attributes of the class. Raises EditRefusedError."""
    if unknown := [name for name in names if name not in spec.attributes]:
        raise EditRefusedError(*(_unknown(field, name, spec.attributes, spec.label.lower()) for name in unknown))


def check_any(attributes: Mapping[str, object], released: Sequence[str]) -> None:
    """Whether an edit says anything. Raises EditRefusedError."""
    if not (attributes or released):
        remedy = "give attributes, or released ones"
        raise EditRefusedError(FieldError("attributes", "", "are empty, so the edit would say nothing", remedy))


def class_of(registry: Registry, name: str) -> CIClassSpec:
    """A class of which somebody may create a CI. Raises EditRefusedError."""
    spec = registry.classes.get(name)
    if spec is None or spec.is_abstract:
        remedy = f"use one of {', '.join(sorted(n for n, s in registry.classes.items() if not s.is_abstract))}"
        raise EditRefusedError(FieldError("ci_class", shown(name), "is no class of which there can be a CI", remedy))
    return spec


def service_class(registry: Registry, name: str) -> CIClassSpec:
    """A class of services. Raises EditRefusedError."""
    spec = registry.classes.get(name)
    if spec is None or spec.is_abstract or not spec.is_service:
        possible = sorted(name for name, one in registry.classes.items() if one.is_service and not one.is_abstract)
        remedy = f"use one of {', '.join(possible)}"
        raise EditRefusedError(FieldError("ci_class", shown(name), "is no class of services", remedy))
    return spec


def _other_class(registry: Registry, spec: CIClassSpec, wanted: object) -> CIClassSpec:
    """The class that somebody says a CI has. Raises EditRefusedError."""
    if not is_device(spec):
        message = f"cannot be changed: a {spec.label.lower()} is identified by its class"
        remedy = "retire it and create one of the other class"
        raise EditRefusedError(FieldError(f"attributes.{CI_CLASS}", shown(wanted), message, remedy))
    found = registry.classes.get(wanted) if isinstance(wanted, str) else None
    if found is None or found.is_abstract or not is_device(found):
        possible = sorted(name for name, one in registry.classes.items() if is_device(one) and not one.is_abstract)
        message, remedy = "is no class that a device can have", f"use one of {', '.join(possible)}"
        raise EditRefusedError(FieldError(f"attributes.{CI_CLASS}", shown(wanted), message, remedy))
    return found


def check_identifies(spec: CIClassSpec, attributes: Mapping[str, AttributeValue | None], scope: str) -> None:
    """Whether the attributes tell the new CI apart from others. Raises EditRefusedError."""
    if is_device(spec) and attributes.get("name") is not None:
        return
    if not keys_of(spec, attributes, scope):
        needed = " or ".join(" + ".join(rule.attributes) for rule in spec.identification)
        needed = f"name, or {needed}" if is_device(spec) else needed
        message = f"say nothing that tells this {spec.label.lower()} from others"
        raise EditRefusedError(FieldError("attributes", ", ".join(sorted(attributes)), message, f"give {needed}"))


def owner_claim(registry: Registry, spec: CIClassSpec, owner: tuple[str, str] | None) -> Claim | None:
    """The relationship of a new dependent CI to its owner (uid and class). Raises EditRefusedError."""
    if not is_dependent(spec):
        if owner is not None:
            message, remedy = f"is not part of another CI: a {spec.label.lower()} stands alone", "leave the owner out"
            raise EditRefusedError(FieldError("owner", shown(owner[0]), message, remedy))
        return None
    types = [registry.relationship_types[name] for name in spec.owner_types]
    for kind in types if owner is not None else ():
        if owner is not None and registry.is_allowed(kind, spec.name, owner[1]):
            return Claim(kind.name, owner[0], {})
    allowed = sorted({target for kind in types for target in kind.targets})
    message = (
        f"cannot own a {spec.label.lower()}" if owner else f"is missing: a {spec.label.lower()} is part of another"
    )
    raise EditRefusedError(
        FieldError("owner", shown(owner[0]) if owner else "", message, f"give the uid of a {' or '.join(allowed)}")
    )


def relationship_type(registry: Registry, name: str, source: str, target: str) -> RelationshipSpec:
    """A type that may lead from one class to another. Raises EditRefusedError."""
    spec = registry.relationship_types.get(name)
    possible = sorted(k for k, s in registry.relationship_types.items() if registry.is_allowed(s, source, target))
    if spec is None or name not in possible:
        message = f"cannot lead from {source} to {target}" if spec else "is no relationship type"
        remedy = f"use one of {', '.join(possible)}" if possible else f"nothing leads from {source} to {target}"
        raise EditRefusedError(FieldError("type", shown(name), message, remedy))
    return spec


def check_other(uid: str, target: str) -> None:
    """Whether a relationship leads from a CI to another one. Raises EditRefusedError."""
    if uid == target:
        raise EditRefusedError(FieldError("target", shown(target), "is the CI itself", "name another one"))


def declared_type(registry: Registry, name: str) -> RelationshipSpec:
    """A relationship type by its name. Raises EditRefusedError."""
    spec = registry.relationship_types.get(name)
    if spec is None:
        remedy = f"use one of {', '.join(sorted(registry.relationship_types))}"
        raise EditRefusedError(FieldError("type", shown(name), "is no relationship type", remedy))
    return spec


def check_signature(actor: str, reason: str) -> None:
    """Whether an edit can be signed so. Raises EditRefusedError."""
    if not actor or len(actor) > _MAX_NAME or not actor.isprintable():
        message = f"must be 1 to {_MAX_NAME} printable characters"
        raise EditRefusedError(FieldError("actor", shown(actor), message, "rename the user or token"))
    if len(reason) > MAX_REASON:
        message = f"is longer than {MAX_REASON} characters"
        raise EditRefusedError(FieldError("reason", shown(reason), message, "shorten it"))


def _checked(
    specs: Mapping[str, AttributeSpec], sent: Mapping[str, object], what: str
) -> dict[str, AttributeValue | None]:
    kept: dict[str, AttributeValue | None] = {}
    errors: list[FieldError] = []
    for name, value in sent.items():
        field = f"attributes.{name[:_MAX_NAME]}"
        spec = specs.get(name)
        if spec is None:
            errors.append(_unknown("attributes", name, specs, what))
            continue
        try:
            kept[name] = spec.normalise(value)
        except ValueError as error:
            errors.append(FieldError(field, shown(value), str(error), f"give {expected(spec)}"))
            continue
        if kept[name] is None and value is not None:
            message = "says nothing (it is empty, a placeholder or of another form)"
            errors.append(FieldError(field, shown(value), message, f"give {expected(spec)}, or leave it out"))
    if errors:
        raise EditRefusedError(*errors)
    return kept


def _unknown(field: str, name: str, specs: Mapping[str, AttributeSpec], what: str) -> FieldError:
    known = ", ".join(specs) or "none"
    return FieldError(f"{field}.{name[:_MAX_NAME]}", "", f"is no attribute of {what}", f"use one of {known}")
