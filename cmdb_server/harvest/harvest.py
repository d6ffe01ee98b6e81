"""The use of the software that licences count, and what may go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from cmdb_server.auth.audit import Actor
from cmdb_server.harvest.decisions import Answer, Decision, HarvestDecisions, NoProposalError
from cmdb_server.harvest.evidence import Evidence
from cmdb_server.harvest.proposals import Proposal, proposals, without
from cmdb_server.harvest.usage import Product, Usage, Window, usage
from cmdb_server.licence_position.position import Position, position
from cmdb_server.licences.estate import folded
from cmdb_server.licences.positions import Licences, Positions
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.software.catalogue import Catalogue


@dataclass(frozen=True)
class Harvested:
    """The position of today, the use of each installation in it by its place, and what of it may go."""

    window: Window
    positions: Positions
    usages: Sequence[Usage]
    proposals: Sequence[Proposal]
    decisions: Sequence[Decision]

    @cached_property
    def answered(self) -> dict[str, Decision]:
        """What was said, by proposal."""
        return {one.proposal: one for one in self.decisions}

    @cached_property
    def wanted(self) -> list[Proposal]:
        """The proposals that nobody refused."""
        return [one for one in self.proposals if one.uid not in self.answered or self._is_accepted(one)]

    @cached_property
    def places(self) -> dict[int, int]:
        """The places of installations in the estate, by what they are (`id`)."""
        return {id(one): place for place, one in enumerate(self.positions.estate.installed)}

    def then(self) -> Position:
        """The position once all is carried out that nobody refused."""
        rights = [right for line in self.positions.position.lines for right in line.pool.rights]
        return position(without(self.positions.estate, self.wanted), rights)

    def is_done(self, one: Decision) -> bool:
        """Whether nothing of what was decided on is installed any more."""
        return self._installed.isdisjoint(one.parts)

    def _is_accepted(self, one: Proposal) -> bool:
        return self.answered[one.uid].answer == "accepted"

    @cached_property
    def _installed(self) -> frozenset[tuple[str, str, str]]:
        return frozenset((one.machine, one.publisher, one.product) for one in self.positions.estate.installed)


class Harvest:
    """Looks for what may go."""

    def __init__(self, sources: tuple[Licences, Catalogue], evidence: Evidence, decisions: HarvestDecisions) -> None:
        """`sources` tell what is installed and which rights it takes."""
        self._licences, self._catalogue = sources
        self._evidence, self._decisions = evidence, decisions

    def on(self, index: SearchIndex, clock: Callable[[], int], days: int) -> Harvested:
        """What was not run for so many days, and what of it may go."""
        found = self._licences.on(index)
        installed, machines = found.estate.installed, found.estate.machines
        where: dict[Product, set[str]] = {}
        for one in installed:
            where.setdefault(folded(one.publisher, one.product), set()).add(one.machine)
        told, window = self._evidence.of(index, self._catalogue.software(index), where), Window(clock(), days)
        usages = [
            usage((one.machine, machines[one.machine].name), folded(one.publisher, one.product), told, window)
            for one in installed
        ]
        unused = frozenset(place for place, one in enumerate(usages) if one.state == "unused")
        made = proposals(found.position, found.estate, unused)
        return Harvested(window, found, usages, made, self._decisions.all())

    def say(self, found: Harvested, uid: str, told: tuple[Answer, str], actor: Actor) -> Decision:
        """Accept or refuse a proposal. Raises NoProposalError, DecisionRefusedError."""
        one = next((one for one in found.proposals if one.uid == uid), None)
        if one is None:
            raise NoProposalError(uid, "there is no proposal")
        return self._decisions.say(one, told, actor)

    def decisions(self) -> list[Decision]:
        """What people said, the newest first."""
        return self._decisions.all()

    def take_back(self, uid: str, actor: Actor) -> None:
        """Let nothing be said of a proposal. Raises NoProposalError."""
        self._decisions.take_back(uid, actor)
