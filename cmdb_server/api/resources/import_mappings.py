"""Mappings of columns that are remembered by name."""

from fastapi import Response
from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import answer, resource
from cmdb_server.auth.identity import WRITE
from cmdb_server.imports.mapping import Mapping
from cmdb_server.imports.tables import Reading
from cmdb_server.timestamps import rfc3339

router = resource("imports")


class SavedMapping(BaseModel):
    """A mapping by name."""

    name: str
    mapping: Mapping
    reading: Reading
    updated_at: str
    updated_by: str


class SavedMappings(BaseModel):
    """All mappings, by name."""

    items: list[SavedMapping]


@router.get(
    "/import-mappings",
    name="list_import_mappings",
    response_model=SavedMappings,
    dependencies=[requires(WRITE, is_compiled=True)],
)
def list_import_mappings(services: ServicesDep) -> Response:
    """The mappings that are remembered."""
    saved = [
        {**entry._asdict(), "updated_at": rfc3339(entry.updated_at)} for entry in services.imports.saved_mappings()
    ]
    return answer({"items": saved})


@router.delete("/import-mappings/{name}", name="delete_import_mapping", status_code=204, dependencies=[requires(WRITE)])
def delete_import_mapping(name: str, services: ServicesDep) -> None:
    """Forget a mapping; imports made with it stay as they are."""
    if not services.imports.delete_mapping(name):
        raise NotFoundError("mapping", name)
