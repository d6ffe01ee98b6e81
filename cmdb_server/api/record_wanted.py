"""Which records somebody asks for, as an address says it: the same for lists and for files."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Depends, Query

from cmdb_server.api.dependencies import Requires, ServicesDep
from cmdb_server.api.record_asking import RecordAsking
from cmdb_server.auth.identity import READ, Identity
from cmdb_server.errors import FieldError
from cmdb_server.itsm.custom.field import PREFIX
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.workflow import RecordRefusedError
from cmdb_server.service_levels.standing import open_and_timed

Who = Annotated[Identity, Depends(Requires(READ))]
Order = Literal["priority", "newest", "changed"]


def _wanted(  # noqa: PLR0913 - FastAPI takes query parameters as arguments
    *,
    who: Who,
    services: ServicesDep,
    type: Annotated[str, Query(max_length=50, description="'' for all.")] = "incident",  # noqa: A002 - the name of the parameter
    is_open: Annotated[bool | None, Query(description="Only those that are to be done, or those that are not.")] = None,
    state: Annotated[list[Annotated[str, Query(max_length=50)]], Query(max_length=20)] = [],  # noqa: B006 - FastAPI copies defaults
    mine: Annotated[bool, Query(description="Only those that whoever asks works on.")] = False,
    asked_by_me: Annotated[bool, Query(description="Only those that whoever asks has asked for.")] = False,
    assignee: Annotated[str | None, Query(max_length=200, description="'' for those that nobody works on.")] = None,
    team: Annotated[str | None, Query(max_length=200)] = None,
    ci: Annotated[str, Query(max_length=200, description="Only those about this CI, by uid.")] = "",
    names: Annotated[str, Query(max_length=50, description="Only those that name this record, by number.")] = "",
    q: Annotated[str, Query(max_length=200, description="Words of title, description, cause, fix or number.")] = "",
    custom: Annotated[
        list[Annotated[str, Query(max_length=300)]],
        Query(max_length=20, description="Values of custom fields as NAME=VALUE; of one field any of them."),
    ] = [],  # noqa: B006 - as above
    order: Order = "priority",
) -> Wanted:
    """Which records, as an address says it."""
    return Wanted(
        where=_values_by_field(custom),
        type=type,
        is_open=is_open,
        states=state,
        assignee=who.name if mine else assignee,
        team=team,
        requester=who.name if asked_by_me else None,
        ci=ci,
        names=names,
        text=q,
        order=order,
        is_narrow=not services.impact.reads("identity") or not services.impact.reads("finance"),
    )


def _values_by_field(said: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for turn, one in enumerate(said):
        name, sign, value = one.partition("=")
        if not sign or not name.startswith(PREFIX):
            remedy = f"give NAME=VALUE with the name of a custom field, e.g. {PREFIX}floor=3"
            raise RecordRefusedError((FieldError(f"custom[{turn}]", one[:100], "says no value of a field", remedy),))
        found.setdefault(name, []).append(value)
    return found


def found_of(
    asking: RecordAsking, wanted: Wanted, clock: Sequence[str], page: tuple[int, int]
) -> tuple[int, list[Record]]:
    """How many records are wanted, those with a `clock` in some state only, and one page of them."""
    if wanted.type:
        asking.kind(wanted.type)
    services, (offset, limit) = asking.services, page
    if not clock:
        return services.records.find(wanted, offset, limit)
    timed = open_and_timed(services.records, services.record_clocks, wanted, clock)
    return len(timed), [record for record, _ in timed[offset : offset + limit]]


WantedDep = Annotated[Wanted, Depends(_wanted)]
