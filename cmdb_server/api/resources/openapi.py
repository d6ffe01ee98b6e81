"""The description of the API for programs."""

from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from cmdb_server.api.dependencies import requires
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import READ

router = resource("server")


@router.get("/openapi.json", name="get_openapi", dependencies=[requires(READ)], include_in_schema=False)
def get_openapi(request: Request) -> JSONResponse:
    """OpenAPI 3.1."""
    description: dict[str, Any] = request.app.openapi()
    return JSONResponse(description)
