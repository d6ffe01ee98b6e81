"""What there is: classes, relationship types and data sources, for forms, columns and programs."""

from typing import Any

from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import READ
from graph_schema import AttributeSpec, CIClassSpec, IdentifiedBy, RelationshipSpec

router = resource("schema")


class AttributeDeclaration(BaseModel):
    """An attribute of a class; `kind` is string, integer, number, boolean or string_list; rights name its `group`."""

    name: str
    label: str
    doc: str
    kind: str
    unit: str | None
    is_facet: bool
    is_column: bool
    choices: list[str]
    group: str


class AgeingDeclaration(BaseModel):
    """When a CI that is not seen is stale, and how much later retired: after a time and so many failed attempts."""

    stale_seconds: int
    stale_attempts: int
    retired_seconds: int
    retired_attempts: int


class ClassDeclaration(BaseModel):
    """A CI class; `identification` are its rules in words, the strongest first, `rules` their attributes.

    One that is identified within its owner leads to it by one of `owner_types`.
    """

    name: str
    label: str
    doc: str
    parents: list[str]
    is_abstract: bool
    family: str
    is_service: bool
    attributes: list[AttributeDeclaration]
    identification: list[str]
    rules: list[list[str]]
    owner_types: list[str]
    ageing: AgeingDeclaration


class RelationshipDeclaration(BaseModel):
    """A relationship type: the source needs the target; `failure` says what the target's failure does to it.

    `discriminator` names the attributes that tell two relationships between the same CIs apart.
    """

    name: str
    doc: str
    sources: list[str]
    targets: list[str]
    failure: str
    discriminator: list[str]
    attributes: list[AttributeDeclaration]


class DataSourceDeclaration(BaseModel):
    """A kind of data source; of rival claims the one of the highest priority counts.

    What a kind that `ages` says becomes stale; `contact_seconds` is how often it makes contact by itself, if it does.
    """

    name: str
    label: str
    doc: str
    priority: int
    ages: bool
    contact_seconds: int | None


class Schema(BaseModel):
    """All declarations."""

    classes: list[ClassDeclaration]
    relationship_types: list[RelationshipDeclaration]
    data_sources: list[DataSourceDeclaration]


@router.get("/schema", name="get_schema", dependencies=[requires(READ)])
def get_schema(services: ServicesDep) -> Schema:
    """What there is."""
    registry = services.registry
    return Schema(
        classes=[_class(spec) for spec in registry.classes.values()],
        relationship_types=[_relationship(spec) for spec in registry.relationship_types.values()],
        data_sources=[
            DataSourceDeclaration(
                name=spec.name,
                label=spec.label,
                doc=spec.doc,
                priority=spec.priority,
                ages=spec.ages,
                contact_seconds=spec.contact_seconds or None,
            )
            for spec in registry.data_sources.values()
        ],
    )


def rule_in_words(rule: IdentifiedBy) -> str:
    """An identification rule as people read it."""
    where = {None: "", "network_scope": " within its network scope"}.get(rule.within, f" within {rule.within}")
    return " + ".join(rule.attributes) + where


def _class(spec: CIClassSpec) -> ClassDeclaration:
    return ClassDeclaration(
        **_named(spec),
        label=spec.label,
        parents=list(spec.parents),
        is_abstract=spec.is_abstract,
        family=spec.family,
        is_service=spec.is_service,
        attributes=[_attribute(attribute) for attribute in spec.attributes.values()],
        identification=[rule_in_words(rule) for rule in spec.identification],
        rules=[list(rule.attributes) for rule in spec.identification],
        owner_types=list(spec.owner_types),
        ageing=AgeingDeclaration(**spec.ageing._asdict()),
    )


def _relationship(spec: RelationshipSpec) -> RelationshipDeclaration:
    return RelationshipDeclaration(
        **_named(spec),
        sources=list(spec.sources),
        targets=list(spec.targets),
        failure=spec.failure,
        discriminator=list(spec.discriminator),
        attributes=[_attribute(attribute) for attribute in spec.attributes.values()],
    )


def _attribute(spec: AttributeSpec) -> AttributeDeclaration:
    return AttributeDeclaration(
        **_named(spec),
        label=spec.label,
        kind=spec.kind,
        unit=spec.options.unit,
        is_facet=spec.options.is_facet,
        is_column=spec.options.is_column,
        choices=list(spec.options.choices),
        group=spec.options.group,
    )


def _named(spec: CIClassSpec | RelationshipSpec | AttributeSpec) -> dict[str, Any]:
    return {"name": spec.name, "doc": spec.doc}
