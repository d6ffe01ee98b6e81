"""Votes on a plan: what they come to, and when they lapse. Pure."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Literal

import msgspec

from cmdb_server.errors import FieldError
from cmdb_server.itsm.changes.quorum import filled, wanted
from cmdb_server.itsm.declare import Guard, RecordType
from cmdb_server.itsm.record import Ballot, Fact, Need, Record, Vote

Verdict = Literal["open", "approved", "rejected"]


def plan_digest(kind: RecordType, record: Record) -> str:
    """A digest of what a record plans: another plan, another digest."""
    planned = {field.name: record.value(field.name) for field in kind.fields if field.is_planned}
    if not planned.get("scenario"):
        planned.pop("scenario", None)  # plans that were voted on before there were scenarios stay what they are
    told = msgspec.json.encode([record.type, sorted(planned.items()), sorted(record.affects)])
    return blake2b(told, digest_size=12).hexdigest()


def worse(before: Sequence[Fact], after: Sequence[Fact]) -> list[str]:
    """In words, the facts that are new or of a higher rank."""
    known = {fact.key: fact for fact in before}
    found: list[str] = []
    for fact in after:
        was = known.get(fact.key)
        if was is None:
            found.append(f"new: {fact.text}")
        elif fact.rank > was.rank:
            found.append(f"worse: {was.text}; now {fact.text}")
    return found


def differing(ballot: Ballot, fresh: Ballot) -> list[str]:
    """In words, why the votes no longer count, by the votes as they would begin now; empty where they do."""
    changed = ["the plan was changed"] if fresh.plan != ballot.plan else []
    if not changed and ballot.scenario not in ("", fresh.scenario):
        changed = ["what its scenario says was changed" if fresh.scenario else "its scenario was deleted"]
    return [*changed, *worse(ballot.facts, fresh.facts)]


def verdict_on(ballot: Ballot, need: Need) -> Verdict:
    """What the votes on one need come to: one no is a no, and those of as many different people as it takes a yes."""
    votes = [vote for vote in ballot.votes if need.key in vote.needs]
    if any(not vote.is_yes for vote in votes):
        return "rejected"
    return "approved" if filled(need, votes) >= wanted(need) else "open"


def verdict(ballot: Ballot) -> Verdict:
    """What all votes come to."""
    found = {verdict_on(ballot, need) for need in ballot.needs}
    return "rejected" if "rejected" in found else "open" if "open" in found else "approved"


def needs_for(ballot: Ballot, name: str, *, is_of_board: bool) -> tuple[str, ...]:
    """The needs for which somebody's vote counts; `is_of_board`: they vote for the board."""
    return tuple(need.key for need in ballot.needs if (name in need.voters if need.voters else is_of_board))


def voted(ballot: Ballot, vote: Vote) -> Ballot:
    """The ballot with a vote, in place of the one that the same person gave before."""
    kept = tuple(other for other in ballot.votes if other.whose != vote.whose)
    return msgspec.structs.replace(ballot, votes=(*kept, vote))


def _is_approved(record: Record) -> FieldError | None:
    if record.ballot is None:
        return FieldError("approval", "", "was not asked for", "ask for it with `propose`")
    found = verdict(record.ballot)
    if found == "approved":
        return None
    missing = [need for need in record.ballot.needs if verdict_on(record.ballot, need) != "approved"]
    who = ", ".join(need.label for need in missing)
    if found == "rejected":
        return FieldError("approval", "rejected", f"is refused by {who}", "plan it anew, then ask again")
    lapsed = ", after it lapsed" if record.ballot.lapsed else ""
    return FieldError("approval", "open", f"is missing{lapsed}", f"wait for {who}")


APPROVED = Guard("approved", _is_approved)
