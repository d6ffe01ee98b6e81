"""Votes on changes, bound to the facts: given, counted and lapsing under the record's lock."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm import keeping
from cmdb_server.itsm.changes import quorum, voting
from cmdb_server.itsm.changes.assessing import PLANNED_STATES, Assessor
from cmdb_server.itsm.changes.delegating import Delegations
from cmdb_server.itsm.changes.facts import facts_of, is_of_owner, needs_of, standing_facts
from cmdb_server.itsm.changes.groups import Voters
from cmdb_server.itsm.changes.plan import plan_of
from cmdb_server.itsm.changes.quorum import Standing
from cmdb_server.itsm.changes.risk import LEVELS
from cmdb_server.itsm.changes.rules import ChangeRules
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Ballot, Change, Entry, Record, Vote, new_entry
from cmdb_server.itsm.spelling import People
from cmdb_server.itsm.workflow import RecordRefusedError, Worker
from cmdb_server.scenarios.scenarios import shared_digest

WhyNotStandard: TypeAlias = Callable[[Record], str | None]
_HORIZON = 400 * 86_400 * 1_000_000


class NotVotedOnError(CmdbError):
    """A vote on a record that is not voted on, or on facts that are no longer those of the vote."""

    def __init__(self, record: Record, message: str) -> None:
        """409, saying what is different."""
        super().__init__(f"{record.number} {message}", 409, "not_voted_on")


class NoVoteError(CmdbError):
    """A vote of somebody whose vote does not count."""

    def __init__(self, record: Record, message: str) -> None:
        """403, naming who may."""
        super().__init__(f"{message} does not vote on {record.number}", 403, "forbidden")


class LapsedError(CmdbError):
    """A step that rests on votes which no longer count."""

    def __init__(self, record: Record, worse: int) -> None:
        """409; its votes say what is different, to each as far as they may see it."""
        message = f"the approval of {record.number} lapsed, {worse} facts became worse; read them, it is voted on anew"
        super().__init__(message, 409, "approval_lapsed")


@dataclass(frozen=True)
class Cast:
    """A yes or no; `seen` is when the votes began (microseconds) that were looked at, None: any."""

    is_yes: bool
    reason: str = ""
    on_behalf_of: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class Board:
    """Who votes: accounts and teams, whether one votes for the board, who does, and who votes for whom."""

    people: People
    is_of_board: Callable[[str], bool]
    members: Callable[[], Collection[str]]
    delegations: Delegations


class Approvals:
    """Takes votes and lets them lapse; safe to use from several threads and processes."""

    def __init__(
        self, store: GraphStore, impact: ImpactAnalysis, known: tuple[Assessor, ChangeRules, Board, WhyNotStandard],
        clock: Callable[[], int],
    ) -> None:  # fmt: skip
        """`impact` sees everything, whoever asks; `clock` in microseconds.

        The last of `known` tells why a change that is called standard needs approval, "" where it needs none.
        """
        self._store, self._impact, self._clock = store, impact, clock
        self._assessor, self._rules, self._board, self._why_not_standard = known

    def ballot(self, kind: RecordType, record: Record) -> Ballot:
        """The votes on a record as they begin, with the facts of now."""
        found = self._assessor.assess(plan_of(record), self._impact, has_slots=False)
        why, called = self._why_not_standard(record), record.value("change_type")
        # A standard change that is none any more is voted on as any other.
        people = self._board.people
        who = Voters(self._members, people.members, people.persons(), own_of(record))
        needs = needs_of(found, self._rules.current().policy, "normal" if why else called, who)
        facts, scenario = (*facts_of(found), *standing_facts(why)), shared_digest(self._store, record.value("scenario"))
        return Ballot(self._clock(), voting.plan_digest(kind, record), facts, needs, scenario=scenario)

    def recheck(self, kind: RecordType, record: Record) -> Record:
        """The record with votes that count: they begin anew where the facts became worse or the plan is another."""
        return self._rechecked(kind, record)[0]

    def _rechecked(self, kind: RecordType, record: Record) -> tuple[Record, bool]:
        """The record, and whether its votes have lapsed by this."""
        if record.ballot is None or not _is_bound(kind, record):
            return record, False
        # Computed before the record is locked, which keeps all writers of an embedded engine waiting.
        foreseen = self.ballot(kind, record)
        if not voting.differing(record.ballot, foreseen):
            return record, False
        has_lapsed = False

        def decide(now: Record) -> tuple[RecordType, Record, Entry | None]:
            nonlocal has_lapsed
            is_same = voting.plan_digest(kind, now) == foreseen.plan
            lapsed = self.lapsed(kind, now, foreseen if is_same else None)
            has_lapsed = lapsed is not None
            return lapsed or (kind, now, None)

        return keeping.change(self._store, record.number, None, decide), has_lapsed

    def lapsed(
        self, kind: RecordType, record: Record, fresh: Ballot | None = None
    ) -> tuple[RecordType, Record, Entry] | None:
        """The record with votes that begin anew, where those it has no longer count: for who holds its lock.

        `fresh` are the votes as they would begin now, where that is known already.
        """
        begun = next((move for move in kind.transitions if move.voting == "begins"), None)
        if record.ballot is None or begun is None or not _is_bound(kind, record):
            return None
        fresh = fresh or self.ballot(kind, record)
        why = voting.differing(record.ballot, fresh)
        if not why:
            return None
        after = replace(record, ballot=msgspec.structs.replace(fresh, lapsed=tuple(why)), state=begun.target)
        moved = (Change("state", record.state, after.state),) if record.state != after.state else ()
        return kind, after, new_entry(self._clock(), "server", "lapsed", "; ".join(why), moved)

    def check_facts(self, kind: RecordType, record: Record) -> None:
        """Raise LapsedError where the votes on a record no longer count, and let them lapse."""
        after, has_lapsed = self._rechecked(kind, record)
        if has_lapsed:
            self.tell_lapsed(after)

    def tell_lapsed(self, record: Record) -> None:
        """Raise LapsedError for a record of which the votes have lapsed."""
        if record.ballot is not None:
            raise LapsedError(record, len(record.ballot.lapsed))

    def recheck_all(self, kinds: Mapping[str, RecordType]) -> int:
        """Recheck every record that is voted on or waits to begin; how many lapsed."""
        now = self._clock()
        found = keeping.read_planned(self._store, now, now + _HORIZON)
        voted_on = [record for record in found if record.state in PLANNED_STATES and record.ballot is not None]
        return sum(self._rechecked(kinds[record.type], record)[1] for record in voted_on)

    def vote(self, kind: RecordType, number: str, cast: Cast, who: Worker) -> Record:
        """Take somebody's vote on the facts as they are now.

        Raises UnknownRecordError, NotVotedOnError, NoVoteError, RecordRefusedError.
        """
        self.recheck(kind, keeping.read_record(self._store, number))
        begun = next((move.target for move in kind.transitions if move.voting == "begins"), "")

        def decide(now: Record) -> tuple[RecordType, Record, Entry | None]:
            ballot = now.ballot
            if ballot is None or now.state != begun:
                raise NotVotedOnError(now, f"is not voted on: it is {kind.state_of[now.state].label.lower()}")
            if cast.seen is not None and cast.seen != ballot.opened_at:
                raise NotVotedOnError(now, "has other facts than those that you saw; look at them again")
            vote = self._counted(now, ballot, cast, who)
            after = replace(now, ballot=voting.voted(ballot, vote))
            change = Change("vote", "", "yes" if vote.is_yes else "no")
            for_whom = f"for {vote.on_behalf_of}: " if vote.on_behalf_of else ""
            return kind, after, new_entry(self._clock(), who.name, "voted", f"{for_whom}{vote.reason}", (change,))

        return keeping.change(self._store, number, None, decide)

    def standings(self, record: Record) -> list[Standing]:
        """How each need of a record stands, and whose yes would still count."""
        if record.ballot is None:
            return []
        ballot, own = record.ballot, own_of(record)
        names = set[str]() if all(need.voters for need in ballot.needs) else {*self._board.members()} - own
        return [quorum.standing(need, ballot.votes, names) for need in ballot.needs]

    def may_vote(self, record: Record, who: Worker) -> bool:
        """Whether somebody's own vote on a record counts."""
        return record.ballot is not None and bool(self._needs(record, record.ballot, (who.name, who.name), who))

    def _counted(self, record: Record, ballot: Ballot, cast: Cast, who: Worker) -> Vote:
        reason, whose = cast.reason.strip(), cast.on_behalf_of.strip() or who.name
        is_high = any(fact.key == "risk" and fact.rank == len(LEVELS) - 1 for fact in ballot.facts)
        if not reason and (is_high or not cast.is_yes):
            why = "the risk is high" if cast.is_yes else "it is a no"
            raise RecordRefusedError((FieldError("reason", "", "is missing", f"say why: {why}"),))
        if whose != who.name and not self._board.delegations.may_vote_for(who.name, whose):
            raise NoVoteError(record, f"{who.name}, to whom {whose[:100]} has given no vote,")
        needs = self._needs(record, ballot, (who.name, whose), who)
        if not needs:
            raise NoVoteError(record, whose[:100])
        return Vote(who.name, self._clock(), cast.is_yes, needs, reason, "" if whose == who.name else whose)

    def _needs(self, record: Record, ballot: Ballot, names: tuple[str, str], who: Worker) -> tuple[str, ...]:
        """The needs for which a vote counts; on what they ask for or carry out people vote as owners only."""
        by, whose = names
        is_of_board = who.may_vote if whose == who.name else self._board.is_of_board(whose)
        found = voting.needs_for(ballot, whose, is_of_board=is_of_board)
        return tuple(key for key in found if is_of_owner(key) or not own_of(record).intersection((by, whose)))

    def _members(self, owner: str) -> tuple[str, ...]:
        """The accounts behind the owner of a service: one of that name, or those in a team of that name."""
        people = self._board.people
        if owner in people.persons():
            return (owner,)
        return tuple(people.members(owner))


def own_of(record: Record) -> frozenset[str]:
    """Whose own a record is: who asks for it, opened it or carries it out."""
    return frozenset((record.value("requester"), record.value("assignee"), record.opened_by))


def _is_bound(kind: RecordType, record: Record) -> bool:
    """Whether the votes on a record still decide something: nobody takes back what is being carried out."""
    state = kind.state_of[record.state]
    return state.is_open and not state.is_settled
