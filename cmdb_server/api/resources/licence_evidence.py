"""A licence position as a file for an auditor: every installation with the rule that covers it."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import StreamingResponse

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.licence_words import position_day
from cmdb_server.api.routes import resource, streams
from cmdb_server.auth.identity import READ
from cmdb_server.licences.entitlement import LONGEST
from cmdb_server.licences.evidence import evidence
from cmdb_server.table_files import MEDIA_TYPES, XLSX, TableFormat, table_file

router = resource("licences")


@router.get(
    "/licences/position/evidence", name="export_licence_evidence", response_class=StreamingResponse,
    # It tells what the position tells, to the same people.
    responses=streams("text/csv", XLSX), dependencies=[requires(READ, is_compiled=True, is_for_all=True)],
)  # fmt: skip
def export_licence_evidence(
    services: ServicesDep,
    *,
    product: Annotated[str, Query(max_length=LONGEST, description="Only of this product.")] = "",
    publisher: Annotated[str, Query(max_length=LONGEST, description="Needed where several have such a product.")] = "",
    on: Annotated[str, Query(max_length=10, description="Day, ISO 8601; today without one.")] = "",
    format: TableFormat = "csv",  # noqa: A002 - the parameter's name in the API
) -> StreamingResponse:
    """Every installation with what covers it and why, or why nothing does, as CSV or a workbook, none left out.

    Units stand with the first installation that they cover: their sum is what is used.
    """
    found = services.licences.asked(services.index, position_day(on), publisher, product)
    pieces = table_file(evidence(found), format, "Licences")
    name = f"licences_{found.day.isoformat()}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[format], headers=headers)
