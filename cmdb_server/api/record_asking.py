"""Somebody who does something with records: who they are to them, what is answered, what is noted of a refusal."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from cmdb_server.api.dependencies import ServicesDep, actor_of, identify
from cmdb_server.api.owned import teams_of
from cmdb_server.api.record_shapes import RecordDetail
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.task_words import TaskOut, task_out
from cmdb_server.auth.audit import Actor
from cmdb_server.auth.identity import APPROVE, Identity
from cmdb_server.errors import CmdbError
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.changes.approving import NoVoteError
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.workflow import NotYourPartError, Worker
from cmdb_server.services import Services


class UnknownRecordTypeError(CmdbError):
    """A record type that is not declared."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """404, naming those there are."""
        super().__init__(
            f"there is no record type {name[:100]!r}; give one of {', '.join(sorted(known))}", 404, "not_found"
        )


@dataclass(frozen=True)
class RecordAsking:
    """Who asks, and the server's parts as they may use them."""

    services: Services
    who: Identity
    actor: Actor

    def kind(self, name: str) -> RecordType:
        """The record type of a name. Raises UnknownRecordTypeError."""
        kind = self.services.desk.types.get(name)
        if kind is None:
            raise UnknownRecordTypeError(name, self.services.desk.types)
        return kind

    def worker(self, kind: RecordType) -> Worker:
        """Whoever asks, as records of a type know them."""
        who = self.who
        return Worker(who.name, who.may(kind.worked_by), who.may(kind.managed_by), who.may(APPROVE))

    def by(self, kind: RecordType) -> tuple[Worker, ImpactAnalysis]:
        """Whoever asks, with the analysis as they see it."""
        return self.worker(kind), self.services.impact

    def teams(self) -> tuple[str, ...]:
        """The teams that whoever asks is in; programs are in none."""
        return teams_of(self.services, self.who)

    @contextmanager
    def trying(self, number: str, what: str) -> Generator[tuple[Worker, ImpactAnalysis]]:
        """Let somebody do something to a record; that they may not is noted in the audit log before they are told.

        Raises UnknownRecordError.
        """
        try:
            yield self.by(self.services.desk.kind_of(number))
        except (NotYourPartError, NoVoteError) as error:
            told = {"wanted": what[:100], "why": str(error)[:300]}
            self.services.audit.append(self.actor, "records.refused", number.upper()[:50], **told)
            raise

    def tasks(self, record: Record) -> list[TaskOut]:
        """The tasks of a record, with what whoever asks may do about each."""
        kind, services = self.services.desk.type_of(record), self.services
        who, now = self.worker(kind), services.clock()
        return [task_out(kind, task, now, may_end=services.tasks.may_end(record, task, who)) for task in record.tasks]

    def detail(self, record: Record, response: Response) -> RecordDetail:
        """A record whole; its revision goes into the ETag."""
        response.headers["ETag"] = f'"{record.revision}"'
        desk, worker = self.services.desk, self.worker(self.services.desk.type_of(record))
        told = (desk.ways(record, worker), desk.timeline(record, worker), self.tasks(record))
        may_vote = desk.approvals.may_vote(record, worker)
        return RecordTelling(self.services).detail(record, (worker.parts(record), may_vote), told)


def _asking(request: Request, services: ServicesDep) -> RecordAsking:
    return RecordAsking(services, identify(request), actor_of(request))


AskingDep = Annotated[RecordAsking, Depends(_asking)]
