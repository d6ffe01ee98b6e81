"""The terms of a contract: when it ends, by when notice has to be given, and how it goes on without."""

from datetime import UTC, date, datetime
from itertools import islice

from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import resource
from cmdb_server.assets.contract_terms import Term, current_term, terms
from cmdb_server.auth.identity import READ
from cmdb_server.itsm.keeping import UnknownRecordError

router = resource("assets")
_CONTRACT = "contract"
_SHOWN = 4


class TermOut(BaseModel):
    """A term; days are negative once they are over. `notice_by` is null where no notice is agreed on.

    `is_renewed`: without notice another one follows.
    """

    ends_on: date
    days_left: int
    notice_by: date | None
    notice_days_left: int | None
    is_renewed: bool


class ContractTerms(BaseModel):
    """The term that runs (or the last one) and those after it, four at most; none without an end."""

    number: str
    on: date
    items: list[TermOut]


@router.get("/contracts/{number}/terms", name="get_contract_terms", dependencies=[requires(READ)])
def get_contract_terms(number: str, services: ServicesDep) -> ContractTerms:
    """When a contract ends and by when notice has to be given, as of today (UTC)."""
    record = services.desk.one(number)
    if record.type != _CONTRACT:
        raise UnknownRecordError(number)
    today = datetime.fromtimestamp(services.clock() / 1_000_000, UTC).date()
    runs = current_term(record, today)
    later = (term for term in terms(record) if runs is not None and term.ends_on >= runs.ends_on)
    items = [_out(term, today) for term in islice(later, _SHOWN)]
    return ContractTerms(number=record.number, on=today, items=items)


def _out(term: Term, today: date) -> TermOut:
    return TermOut(
        ends_on=term.ends_on,
        days_left=(term.ends_on - today).days,
        notice_by=term.notice_by,
        notice_days_left=(term.notice_by - today).days if term.notice_by else None,
        is_renewed=term.is_renewed,
    )
