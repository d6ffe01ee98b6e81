"""`cmdb service-costs`: what services cost a year, over all that they rest on."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

_NOBODY = "-"


def command(
    service: Annotated[str, typer.Argument(help="With the rows behind this service, by uid; - for no service.")] = "",
    *,
    of: Annotated[
        str, typer.Option(help="business_service, service_offering or application_service.")
    ] = "business_service",
    rule: Annotated[str, typer.Option(help="How is shared what several rest on: equally or by_users.")] = "equally",
    on: Annotated[str | None, typer.Option(help="The day, 2027-12-31; today without it.")] = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What services cost a year: assets by what they lose, contracts, licences with a term."""
    found = client(data).get("/service-costs", service=service, of=of, rule=rule, on=on)
    if as_json:
        output.print_json(data=found)
        return
    if service:
        show_table(("what", "number", "name", "a year", "shared by", "borne"), map(_row, found["rows"]))
        return
    rows = [
        (one["uid"], one["name"], str(one["users"]), _sums(one["amounts"]), str(one["rows"])) for one in found["items"]
    ]
    rows.append((_NOBODY, "no service", "", _sums(found["unassigned"]), str(found["unassigned_rows"])))
    show_table(("uid", "service", "users", "a year", "rows"), rows)


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    amounts = (f"{one['whole']} {one['currency']}", str(one["services"]), f"{one['amount']} {one['currency']}")
    return one["kind"], one["number"], one["title"], *amounts


def _sums(amounts: list[dict[str, Any]]) -> str:
    return ", ".join(f"{one['amount']} {one['currency']}" for one in amounts)
