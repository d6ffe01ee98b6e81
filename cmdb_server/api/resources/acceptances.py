"""Acceptance by holders: their own, that of everybody for asset managers, and the terms."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, Field

from cmdb_server.api.acceptance_words import AnswerIn, Offer, TermsOut, answer_of, offer, terms_out
from cmdb_server.api.asset_asking import AssetAskingDep
from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.record_shapes import RecordOut
from cmdb_server.api.routes import Body, resource
from cmdb_server.assets.terms import Terms, TermsText
from cmdb_server.auth.identity import ASSETS, READ
from cmdb_server.errors import CmdbError

router = resource("assets")
MAX_BODY_BYTES = {"/acceptance-terms": 8 << 20}
_MOST = 500
_Number = Annotated[str, Field(min_length=1, max_length=50)]


class OfferList(BaseModel):
    """What waits for whoever asks, the first asked first."""

    items: list[Offer]


class AcceptanceOut(BaseModel):
    """An asset with its acceptance. `address` and `account`: how its holder hears of it, both "" for not at all."""

    asset: RecordOut
    holder: str
    asked_at: str
    answered_at: str
    signed_by: str
    reason: str
    terms: str
    address: str
    account: str


class AcceptanceList(BaseModel):
    """Assets by acceptance, the first asked first; `unreached` of all hear of it neither by mail nor at home."""

    total: int
    unreached: int
    items: list[AcceptanceOut]


class AskIn(Body):
    """Whose holders are asked anew; `is_wanted` false: they are not asked any longer."""

    numbers: list[_Number] = Field(min_length=1, max_length=_MOST)
    is_wanted: bool = True


class Unasked(BaseModel):
    """An asset whose holder was not asked, and why."""

    number: str
    message: str
    remedy: str


class AskedOut(BaseModel):
    """How many were asked (or are not asked any longer), and which were not."""

    done: int
    refused: list[Unasked]


class TermsTextIn(Body):
    """A text for assets of these categories, of all others without any."""

    name: str = Field(max_length=500)
    text: str = Field(max_length=100_000)
    categories: list[Annotated[str, Field(max_length=100)]] = Field(default=[], max_length=100)


class TermsIn(Body):
    """The texts that hold from now on; `version` is that of those that were read, null for any."""

    texts: list[TermsTextIn] = Field(max_length=100)
    remind_days: int = 7
    version: int | None = None


class TermsTextOut(TermsOut):
    """A text with the categories that it is for."""

    categories: list[str]


class TermsBookOut(BaseModel):
    """The texts in force; `version` rises with every change. Who has not answered is reminded every `remind_days`."""

    texts: list[TermsTextOut]
    remind_days: int
    version: int
    saved_by: str


class NoTermsError(CmdbError):
    """A fingerprint of no text that was ever in force."""

    def __init__(self, fingerprint: str) -> None:
        """404."""
        super().__init__(f"no terms have the fingerprint {fingerprint[:64]!r}", 404, "not_found")


@router.get("/my-acceptances", name="list_my_acceptances", dependencies=[requires(READ, is_compiled=True)])
def list_my_acceptances(asking: AssetAskingDep) -> OfferList:
    """What whoever asks was given and has yet to accept."""
    acceptances, name = asking.services.acceptances, asking.asking.who.name
    return OfferList(items=[offer(acceptances.mine(one.number, name)) for one in acceptances.waiting_for(name)])


@router.get("/my-acceptances/{number}", name="get_my_acceptance", dependencies=[requires(READ, is_compiled=True)])
def get_my_acceptance(number: str, asking: AssetAskingDep) -> Offer:
    """Something that whoever asks holds; 404 for what is not theirs."""
    return offer(asking.services.acceptances.mine(number, asking.asking.who.name))


@router.put("/my-acceptances/{number}", name="answer_my_acceptance", dependencies=[requires(READ, is_compiled=True)])
def answer_my_acceptance(number: str, wanted: AnswerIn, asking: AssetAskingDep, actor: ActorDep) -> Offer:
    """Accept what one was given, or refuse it with a reason; once."""
    services, who = asking.services, asking.asking.who.name
    found = services.acceptances.answer(services.acceptances.mine(number, who), answer_of(wanted), who)
    state = found.record.value("acceptance")
    services.audit.append(actor, f"asset.{state}", found.record.number, fingerprint=wanted.fingerprint)
    return offer(found)


@router.get("/acceptances", name="list_acceptances", dependencies=[requires(ASSETS, is_for_all=True)])
def list_acceptances(
    asking: AssetAskingDep,
    state: Literal["waiting", "accepted", "refused"] = "waiting",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
) -> AcceptanceList:
    """What holders have yet to accept, or have accepted or refused."""
    found = asking.services.acceptances.in_state(state)
    reach, telling = asking.services.acceptances.reach(found), asking.telling()
    items = [
        AcceptanceOut(
            asset=telling.record(one),
            holder=one.value("holder"),
            asked_at=one.value("acceptance_asked"),
            answered_at=one.value("acceptance_answered"),
            signed_by=one.value("acceptance_by"),
            reason=one.value("acceptance_reason"),
            terms=one.value("acceptance_terms"),
            **vars(reach[one.number]),
        )
        for one in found[offset : offset + limit]
    ]
    unreached = sum(not (one.address or one.account) for one in reach.values())
    return AcceptanceList(total=len(found), unreached=unreached, items=items)


@router.post("/acceptances", name="ask_acceptances", dependencies=[requires(ASSETS, is_for_all=True)])
def ask_acceptances(wanted: AskIn, asking: AssetAskingDep, actor: ActorDep) -> AskedOut:
    """Ask the holders of assets to accept them, anew where they were asked before; or ask no longer."""
    services = asking.services
    told = services.acceptances.ask(wanted.numbers, asking.asking.who.name, is_wanted=wanted.is_wanted)
    refused = [
        Unasked(number=number, message=error.message, remedy=error.remedy) for number, error in told.items() if error
    ]
    kind = "asked" if wanted.is_wanted else "not_asked"
    services.audit.append(actor, f"acceptances.{kind}", str(len(told) - len(refused)))
    return AskedOut(done=len(told) - len(refused), refused=refused)


@router.get("/acceptance-terms", name="get_acceptance_terms", dependencies=[requires(READ)])
def get_acceptance_terms(services: ServicesDep) -> TermsBookOut:
    """The terms in force."""
    return _book(services.acceptances.terms.current())


@router.put("/acceptance-terms", name="save_acceptance_terms", dependencies=[requires(ASSETS, is_for_all=True)])
def save_acceptance_terms(wanted: TermsIn, services: ServicesDep, actor: ActorDep) -> TermsBookOut:
    """Let other terms hold: for who is given something from now on, and for who has not answered yet."""
    texts = [TermsText(one.name, one.text, tuple(one.categories)) for one in wanted.texts]
    saved = services.acceptances.terms.save(texts, wanted.remind_days, actor.name, wanted.version)
    services.audit.append(actor, "acceptance_terms.saved", str(saved.version))
    return _book(saved)


@router.get("/acceptance-terms/texts/{fingerprint}", name="get_terms_text", dependencies=[requires(READ)])
def get_terms_text(fingerprint: str, services: ServicesDep) -> TermsOut:
    """A text that is or was in force, as it was signed."""
    found = services.acceptances.terms.kept(fingerprint)
    if found is None:
        raise NoTermsError(fingerprint)
    return terms_out(found)


def _book(terms: Terms) -> TermsBookOut:
    texts = [TermsTextOut(**terms_out(one).model_dump(), categories=list(one.categories)) for one in terms.texts]
    return TermsBookOut(texts=texts, remind_days=terms.remind_days, version=terms.version, saved_by=terms.saved_by)
