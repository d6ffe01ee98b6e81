"""Machines whose agents report until every report is acknowledged, whatever happens to the server meanwhile."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import zstandard

from discovery_agent.delivery import Acknowledged, Outcome, Waiting, outcome_of
from discovery_agent.server import Answer, NotReachableError, Server
from graph_schema.report import Report, encode, encode_with_hashes
from tests.cli.programs import Server as RunningServer
from tests.ingest.machines import Machine, report

PORT = 5432
VERSIONS = 5
_PAUSE_SECONDS = 0.25
_NEED = 409


@dataclass
class Agent:
    """An enrolled agent. `known` are the hashes of the sections that the server has acknowledged."""

    agent_id: str
    secret: str
    machine: Machine
    neighbour: Machine
    root_uid: str = ""
    known: dict[str, str] = field(default_factory=dict[str, str])

    def reports(self) -> list[Report]:
        """What it reports one after the other: every time another kernel, a program that comes and goes."""
        return [report(self._at(version), version, self.agent_id) for version in range(1, VERSIONS + 1)]

    def deliver(self, server: Server, sent: Report) -> Outcome:
        """Send a report once, sections that the server has by their hash; what became of it."""
        body, hashes = encode_with_hashes(sent, self.known)
        try:
            answer = self._post(server, body)
            if answer.status == _NEED:
                answer = self._post(server, encode(sent))
        except NotReachableError as error:
            return Waiting(str(error))
        outcome = outcome_of(answer, sent.report_id)
        if isinstance(outcome, Acknowledged):
            self.known, self.root_uid = hashes, outcome.root_uid
        return outcome

    def _post(self, server: Server, body: bytes) -> Answer:
        headers = {"Authorization": f"Agent {self.agent_id}:{self.secret}", "Content-Encoding": "zstd"}
        return server.post("/reports", zstandard.compress(body), headers)

    def _at(self, version: int) -> Machine:
        name, address = self.machine.name, self.machine.address
        return Machine(
            name,
            address,
            programs=("web", "database", "batch") if version % 2 else ("web", "database"),
            listens=(PORT,),
            connects=((self.neighbour.address, PORT),),
            packages=[(f"package{number}", f"{version}.{number}") for number in range(5)],
            kernel=f"6.{version}",
        )


@dataclass
class Senders:
    """Threads that deliver the reports of all agents; each agent's in order."""

    url: str
    agents: Sequence[Agent]
    acknowledged: int = 0
    waits: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _running: "list[Future[None]]" = field(default_factory=list["Future[None]"])

    def start(self, threads: ThreadPoolExecutor) -> None:
        """Begin to deliver."""
        self._running += [threads.submit(self._deliver_all, agent) for agent in self.agents]

    def has_delivered(self, count: int) -> bool:
        """Whether so many reports are acknowledged. Raises what made a sender give up."""
        for entry in self._running:
            if entry.done():
                entry.result()
        return self.acknowledged >= count

    def stop(self) -> None:
        """Give up what is not acknowledged yet."""
        self._stopping.set()

    def _deliver_all(self, agent: Agent) -> None:
        for sent in agent.reports():
            while not isinstance(outcome := agent.deliver(Server(self.url), sent), Acknowledged):
                if self._stopping.is_set():
                    return
                assert isinstance(outcome, Waiting), outcome
                with self._lock:
                    self.waits += 1
                # An agent leaves a server that cannot take its report alone for a while.
                self._stopping.wait(_PAUSE_SECONDS)
            with self._lock:
                self.acknowledged += 1


def enrolled(server: RunningServer, count: int) -> list[Agent]:
    """Agents of machines that each need the database of the next one."""
    machines = [Machine(f"m{number}", f"10.1.0.{number + 1}") for number in range(count)]
    agents: list[Agent] = []
    with server.client() as client:
        token = client.post("/enrolment-tokens", json={"name": "all"}).json()["value"]
        for machine, neighbour in zip(machines, machines[1:] + machines[:1], strict=True):
            answer = client.post("/agents", json={"enrolment_token": token, "name": machine.name})
            agents.append(Agent(answer.json()["agent_id"], answer.json()["secret"], machine, neighbour))
    return agents
