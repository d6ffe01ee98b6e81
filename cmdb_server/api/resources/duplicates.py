"""Who is who: the inbox of duplicate cases, decisions about them, quarantined values, the identity card of a CI."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Query, Response
from pydantic import Field

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.api.times import TimeText, microseconds
from cmdb_server.auth.identity import READ, WRITE, Identity
from cmdb_server.duplicates.answers import (
    Comparison,
    Decided,
    DecisionPage,
    DuplicatePage,
    IdentityCard,
    Quarantine,
)
from cmdb_server.duplicates.signing import DecisionRefusedError, Signed
from cmdb_server.ingest.decisions import ONE
from cmdb_server.manual_edits.checking import MAX_REASON
from cmdb_server.permissions.grants import NotPermittedError
from cmdb_server.timestamps import OPEN

router = resource("duplicates")
# `PermittedDuplicates` keeps to the grants.
Decider = Annotated[Identity, Depends(Requires(WRITE, is_compiled=True))]
_MOST_PAIRS = 200
_MOST_RECORDS = 500


class Reasoned(Body):
    """Why somebody decides so."""

    reason: str = Field(default="", max_length=MAX_REASON)


class Pair(Body):
    """Two CIs."""

    left_uid: str = Field(min_length=1, max_length=100)
    right_uid: str = Field(min_length=1, max_length=100)


class Verdict(Reasoned):
    """What pairs of CIs are: one, or two."""

    verdict: Literal["one", "two"]
    pairs: list[Pair] = Field(min_length=1, max_length=_MOST_PAIRS)


class Split(Reasoned):
    """The records of a CI that are of another machine, by the keys of its identity card."""

    records: list[str] = Field(min_length=1, max_length=_MOST_RECORDS)


class Deferred(Body):
    """Not to ask about pairs until a time; null: as long as what is known of them stays the same."""

    pairs: list[Pair] = Field(min_length=1, max_length=_MOST_PAIRS)
    until: TimeText | None = None


class AskedAgain(Body):
    """Pairs to ask about again."""

    pairs: list[Pair] = Field(min_length=1, max_length=_MOST_PAIRS)


class Pin(Reasoned):
    """What a value is: junk (identifies nobody), good (one machine), or what the records make of it (released)."""

    key: str = Field(min_length=1, max_length=5000)
    pin: Literal["junk", "good", "released"]


@dataclass(frozen=True)
class PairDecided:
    """What became of one pair: the decision and the CIs it is now, or why it was refused."""

    left_uid: str
    right_uid: str
    decision: str
    ci_uids: Sequence[str]
    refused: str | None


@dataclass(frozen=True)
class PairsDecided:
    """What became of each pair, in their order."""

    items: Sequence[PairDecided]


def _ends(pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    return [(pair.left_uid, pair.right_uid) for pair in pairs]


@router.get("/duplicates", name="list_duplicates", response_model=DuplicatePage, dependencies=[requires(READ)])
def list_duplicates(
    services: ServicesDep,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 100,
    *,
    with_deferred: Annotated[bool, Query()] = False,
) -> Response:
    """Pairs of CIs that may be one, the highest score first."""
    return answer(services.duplicates.inbox(offset, limit, with_deferred=with_deferred))


@router.get(
    "/duplicates/comparison", name="compare_duplicates", response_model=Comparison, dependencies=[requires(READ)]
)
def compare_duplicates(
    services: ServicesDep,
    left_uid: Annotated[str, Query(min_length=1, max_length=100)],
    right_uid: Annotated[str, Query(min_length=1, max_length=100)],
) -> Response:
    """What speaks for two CIs being one and against it, whether somebody is asked or not."""
    found = services.duplicates.compare((left_uid, right_uid))
    if found is None:
        raise NotFoundError("device with records of sources among", f"{left_uid}, {right_uid}")
    return answer(found)


@router.post("/duplicates/deferrals", name="defer_duplicates", status_code=204)
def defer_duplicates(wanted: Deferred, services: ServicesDep, who: Decider) -> None:
    """Do not ask about pairs for a while; the CIs stay two."""
    until = microseconds("until", wanted.until, services.clock()) or OPEN
    services.duplicates.defer(_ends(wanted.pairs), until, Signed(who.name))


@router.post("/duplicates/deferrals/withdraw", name="ask_duplicates_again", status_code=204)
def ask_duplicates_again(wanted: AskedAgain, services: ServicesDep, who: Decider) -> None:
    """Ask about deferred pairs again."""
    services.duplicates.defer(_ends(wanted.pairs), 0, Signed(who.name))


@router.post("/duplicates/decisions", name="decide_duplicates", response_model=PairsDecided)
def decide_duplicates(wanted: Verdict, services: ServicesDep, who: Decider) -> Response:
    """Say of pairs that they are one or two; each pair is decided by itself, with what became of those before it."""
    signed = Signed(who.name, wanted.reason)
    found: list[PairDecided] = []
    became: dict[str, str] = {}
    for pair in wanted.pairs:
        ends = (pair.left_uid, pair.right_uid)
        now = (became.get(ends[0], ends[0]), became.get(ends[1], ends[1]))
        try:
            done = services.duplicates.decide(now, wanted.verdict, signed)
        except (DecisionRefusedError, NotPermittedError) as error:
            if len(wanted.pairs) == 1:
                raise
            found.append(PairDecided(*ends, "", (), str(error)))
        else:
            found.append(PairDecided(*ends, done.decision, done.ci_uids, None))
            if wanted.verdict == ONE:
                became |= dict.fromkeys((*now, *(uid for uid in became if became[uid] in now)), done.ci_uids[0])
    return answer(PairsDecided(found))


@router.get(
    "/duplicates/decisions", name="list_identity_decisions", response_model=DecisionPage, dependencies=[requires(READ)]
)
def list_identity_decisions(services: ServicesDep) -> Response:
    """What persons decided about identity, the newest first."""
    return answer(services.duplicates.decisions())


@router.post("/duplicates/decisions/{uid}/withdraw", name="withdraw_identity_decision", response_model=Decided)
def withdraw_identity_decision(uid: str, wanted: Reasoned, services: ServicesDep, who: Decider) -> Response:
    """Take a decision back: everything is as it would be without it."""
    return answer(services.duplicates.withdraw(uid, Signed(who.name, wanted.reason)))


@router.get("/cis/{uid}/identity", name="get_identity", response_model=IdentityCard, dependencies=[requires(READ)])
def get_identity(uid: str, services: ServicesDep) -> Response:
    """By what a CI is identified, whose records it is made of, and who else it may be."""
    card = services.duplicates.card(uid)
    if card is None:
        raise NotFoundError("CI", uid)
    return answer(card)


@router.post("/cis/{uid}/unmerge", name="unmerge_ci", response_model=Decided)
def unmerge_ci(uid: str, wanted: Split, services: ServicesDep, who: Decider) -> Response:
    """Give some of the records of a CI to another one; what they say, and said since, goes with them."""
    return answer(services.duplicates.unmerge(uid, wanted.records, Signed(who.name, wanted.reason)))


@router.get("/quarantine", name="list_quarantine", response_model=Quarantine, dependencies=[requires(READ)])
def list_quarantine(services: ServicesDep) -> Response:
    """The values of identifiers that identify nobody, or that somebody pinned."""
    return answer(services.duplicates.quarantine())


@router.post("/quarantine/pin", name="pin_identifier", response_model=Decided)
def pin_identifier(wanted: Pin, services: ServicesDep, who: Decider) -> Response:
    """Say whether a value identifies anybody; devices that it joined or kept apart are identified anew."""
    pin = "" if wanted.pin == "released" else wanted.pin
    return answer(services.duplicates.pin(wanted.key, pin, Signed(who.name, wanted.reason)))
