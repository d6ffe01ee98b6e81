"""What a change does to licences: the position before and after a move, other cores, a new host, a retirement."""

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.licence_what_if_words import WhatIfIn, WhatIfOut, what_if_out
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import READ
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.impact_analysis.question import find
from cmdb_server.itsm.changes.plan import plan_of
from cmdb_server.licence_position.overlay import OverlayError

router = resource("licences")
# A position counts machines and money of the whole company.
SEES_ALL = requires(READ, is_for_all=True)
_RETIRES = "decommission"


class WhatIfRefusedError(CmdbError):
    """A change that this estate does not allow."""

    def __init__(self, error: OverlayError) -> None:
        """422, with the CI at fault."""
        told = FieldError("machine", error.uid, error.message, "`cmdb licences position --steps` shows what counts")
        super().__init__(f"machine {told.value!r} {told.message}; {told.remedy}", 422, "what_if_refused", (told,))


@router.post("/licences/what-if", name="ask_licence_what_if", dependencies=[SEES_ALL])
def ask_licence_what_if(wanted: WhatIfIn, services: ServicesDep) -> WhatIfOut:
    """What would be needed after these changes: where it differs, who uses more or less, and by which rule."""
    snapshot, new = services.impact.snapshot(), {one.name for one in wanted.hosts}
    named = [(field, name) for field, name in wanted.names() if not (field == "host" and name in new)]
    uids = {name: snapshot.cis.uid[find(snapshot, name, field)] for field, name in named}
    try:
        return what_if_out(services.licences.what_if(services.index, wanted.changes(uids)))
    except OverlayError as error:
        raise WhatIfRefusedError(error) from error


@router.get("/changes/{number}/licences", name="get_change_licences", dependencies=[SEES_ALL])
def get_change_licences(number: str, services: ServicesDep) -> WhatIfOut:
    """What a planned change does to licences, by what it takes out of use (its actions `decommission`)."""
    plan = plan_of(services.desk.one(number))
    uids = [one.uid for one in plan.actions if one.action == _RETIRES]
    return what_if_out(services.licences.without(services.index, uids))
