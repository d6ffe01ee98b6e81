"""What there is: CI classes, relationship types, data sources and the report format. Imports nothing of ours."""

from graph_schema.declare import AttributeSpec, CIClassSpec, DeclarationError, IdentifiedBy
from graph_schema.registry import Registry, load_registry
from graph_schema.relationships import RelationshipSpec

__all__ = [
    "AttributeSpec",
    "CIClassSpec",
    "DeclarationError",
    "IdentifiedBy",
    "Registry",
    "RelationshipSpec",
    "load_registry",
]
