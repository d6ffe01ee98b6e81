"""The API's description of itself, with what only the declarations know: the facets that lists can be filtered by."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from cmdb_server.api.problems import MEDIA_TYPE
from graph_schema import Registry
from graph_schema.declare import AttributeSpec

_FILTERED = ("list_cis", "list_facets", "export_cis")
_UNUSED = ("HTTPValidationError", "ValidationError")


def install(app: FastAPI, registry: Registry) -> None:
    """Make `app.openapi()` complete."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app, registry)
        return app.openapi_schema

    app.openapi = describe


def _described(app: FastAPI, registry: Registry) -> dict[str, Any]:
    # One schema for what is sent and answered alike: a client sends back what it was told.
    description = get_openapi(
        title=app.title, version=app.version, routes=app.routes, separate_input_output_schemas=False
    )
    facets = {
        attribute.name: attribute
        for spec in registry.classes.values()
        for attribute in spec.attributes.values()
        if attribute.options.is_facet
    }
    for operation in (entry for methods in description["paths"].values() for entry in methods.values()):
        if operation["operationId"] in _FILTERED:
            operation["parameters"] += [_parameter(facets[name]) for name in sorted(facets)]
        _answer_problems(operation)
    for name in _UNUSED:
        description["components"]["schemas"].pop(name, None)
    return description


def _parameter(attribute: AttributeSpec) -> dict[str, Any]:
    return {
        "name": f"attr.{attribute.name}",
        "in": "query",
        "required": False,
        "description": attribute.doc,
        "schema": {"type": "array", "items": {"type": "string"}, "default": []},
    }


def _answer_problems(operation: dict[str, Any]) -> None:
    """What FastAPI documents for refused requests is not what this server answers: always a problem."""
    responses = operation["responses"]
    responses.pop("422", None)
    for code, response in responses.items():
        if code >= "4":
            response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    responses["default"] = {
        "description": "What went wrong",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
