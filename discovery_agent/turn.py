"""One turn of the agent's work: be somebody, take an inventory, put it into the spool, deliver what waits."""

import logging
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from discovery_agent import clock
from discovery_agent.delivery import Acknowledged, Courier, Outcome, Refused, Rejected, Waiting
from discovery_agent.enrolment import be_somebody, client
from discovery_agent.folder_lock import WORK, locked
from discovery_agent.host.machine import Machine
from discovery_agent.identity import Identity
from discovery_agent.runner import Limits, Sender, host_collectors, take_inventory
from discovery_agent.settings import Settings
from discovery_agent.spool import Spool, says_of
from discovery_agent.standing import Standing, load_standing, save_standing
from discovery_agent.waiting import seconds_to_wait
from graph_schema.report import Report, encode_with_hashes

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plan:
    """What a turn does beside delivering; `patience` is how many seconds it waits for a server that is away."""

    takes_inventory: bool = True
    delivers: bool = True
    patience: float = 0.0


@dataclass(frozen=True)
class Turn:
    """What a turn came to. `report` is its inventory, `waiting` how many reports still wait."""

    report: Report | None
    outcomes: Sequence[Outcome]
    waiting: int

    @property
    def report_id(self) -> str | None:
        """The id of its inventory's report."""
        return None if self.report is None else self.report.report_id

    @property
    def own(self) -> Outcome | None:
        """What became of its inventory, or of the last report sent; None when nothing was."""
        about_it = [entry for entry in self.outcomes if _report_id(entry) == self.report_id]
        return next(iter([*about_it, *reversed(self.outcomes)]), None)

    @property
    def status(self) -> str:
        """The server's word for it: stored, unchanged, partial; else rejected, refused, pending, or nothing to send."""
        match self.own:
            case Acknowledged(status=status):
                return status
            case Rejected():
                return "rejected"
            case Refused():
                return "refused"
            case Waiting():
                return "pending"
            case None:
                return "pending" if self.waiting else "nothing"


def take_turn(settings: Settings, plan: Plan) -> Turn:
    """Do the work, alone in the state folder. Raises DiscoveryError for what stands in the way of beginning."""
    with locked(settings.state, WORK):
        standing = load_standing(settings.state)
        identity, offset = be_somebody(settings)
        standing = standing if offset is None else standing._replace(clock_offset=offset)
        spool = Spool(settings.state)
        report = _inventory(settings, identity, standing) if plan.takes_inventory else None
        if report is not None:
            body, hashes = encode_with_hashes(report)
            spool.put(body, says_of(report.root.ref, hashes))
        outcomes: list[Outcome] = []
        if plan.delivers:
            courier = Courier(client(settings, settings.server or identity.server), identity, settings.state, spool)
            outcomes = _delivered(courier, plan.patience)
            standing = standing._replace(clock_offset=courier.clock_offset or standing.clock_offset)
            _warn_of_clock(courier.clock_offset)
        turn = Turn(report, outcomes, len(spool.pending()))
        save_standing(settings.state, _standing_after(turn, standing))
        return turn


def _inventory(settings: Settings, identity: Identity, standing: Standing) -> Report:
    sender = Sender(identity.agent_id, identity.network_scope, clock.remark(standing.clock_offset))
    limits = Limits(settings.collector_seconds)
    machine = Machine(state=settings.state, reads_configuration=settings.reads_configuration)
    return take_inventory(machine, sender, host_collectors(), limits)


def _delivered(courier: Courier, patience: float) -> list[Outcome]:
    """The outcomes of delivering, again and again while the server is away and there is patience."""
    outcomes: list[Outcome] = []
    until = time.monotonic() + patience
    for failures in range(1, 1000):
        outcomes = [entry for entry in outcomes if not isinstance(entry, Waiting)] + courier.deliver()
        last = outcomes[-1] if outcomes else None
        if not isinstance(last, Waiting):
            break
        wait = seconds_to_wait(failures, last.seconds, random.Random())  # noqa: S311 - spreads load, keeps no secret
        if time.monotonic() + wait > until:
            break
        _log.warning("server_away", extra={"reason": last.reason, "seconds": round(wait, 1)})
        time.sleep(wait)
    return outcomes


def _warn_of_clock(offset: float | None) -> None:
    remark = clock.remark(offset)
    if remark:
        _log.warning("clock_is_off", extra={"remark": remark, "offset_seconds": round(offset or 0)})


def _standing_after(turn: Turn, before: Standing) -> Standing:
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    sections = () if turn.report is None else turn.report.sections
    outcomes = {section.name: str(section.outcome) for section in sections} or before.outcomes
    after = before._replace(turned_at=now, status=turn.status, outcomes=outcomes, message=message_of_outcome(turn.own))
    done = [outcome for outcome in turn.outcomes if isinstance(outcome, Acknowledged)]
    if not done:
        return after
    last = done[-1]
    return after._replace(acknowledged_at=now, report_id=last.report_id, root_uid=last.root_uid or before.root_uid)


def _report_id(outcome: Outcome) -> str | None:
    return outcome.report_id if isinstance(outcome, Acknowledged | Rejected) else None


def message_of_outcome(outcome: Outcome | None) -> str | None:
    """Why a report is not with the server; None when it is."""
    return None if outcome is None or isinstance(outcome, Acknowledged) else outcome.reason
