"""The workstations have been watched for months, so that what is not run can be told."""

from cmdb_server.auth.audit import Actor
from cmdb_server.demo.desks import desks
from cmdb_server.demo.estate import SOURCE
from cmdb_server.graph_store.queries import demo as queries
from cmdb_server.harvest.usage import DAY, USUAL_DAYS
from cmdb_server.services import Services
from graph_schema.report import ref_of

_WATCHED_DAYS = 160
_REFUSED = "It is opened once a year, for the catalogue that is printed in December."


def tell_use(services: Services) -> None:
    """Have the workstations been watched for months, as else nobody can say what is not used; one proposal is refused.

    Only what begins now is moved back, so that this happens once.
    """
    now = services.clock()
    sources = [f"{SOURCE}:{ref_of('workstation', desk.name)}" for desk in desks()]
    months = now - _WATCHED_DAYS * DAY
    services.store.write(lambda tx: tx.run(queries.WATCHED_LONG, sources=sources, since=months))
    found = services.harvest.on(services.index, services.clock, USUAL_DAYS)
    if found.proposals and not found.decisions:
        services.harvest.say(found, found.proposals[-1].uid, ("refused", _REFUSED), Actor("demo"))
