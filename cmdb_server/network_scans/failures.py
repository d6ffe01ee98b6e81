"""What scans could not do, grouped by cause: one remedy each, and the addresses to scan again."""

from dataclasses import dataclass
from typing import NamedTuple

from cmdb_server.graph_store.queries import scans as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.network_scans.judging import Problem, problem_of
from cmdb_server.network_scans.runs import decoded
from discovery_agent.scan.job import AddressOutcome


class Failing(NamedTuple):
    """An address with a problem as it was scanned last; the time in microseconds."""

    network_scope: str
    address: str
    at: int
    detail: str
    credential_id: str


@dataclass(frozen=True)
class Cause:
    """A problem and everybody who has it, the latest first."""

    problem: Problem
    failing: tuple[Failing, ...]


class Failures:
    """Tells what is wrong now: an address counts as it was scanned last."""

    def __init__(self, store: GraphStore) -> None:
        """Reads only."""
        self._store = store

    def by_cause(self) -> list[Cause]:
        """The causes, the most frequent first."""
        found = self._store.read(lambda tx: tx.run(queries.FAILING))[0]
        groups: dict[Problem, list[Failing]] = {}
        for scope, address, at, problems, body in zip(
            *(found[name] for name in ("network_scope", "address", "at", "problems", "body")), strict=True
        ):
            outcome = decoded(body)
            for problem in map(problem_of, problems.split()):
                groups.setdefault(problem, []).append(Failing(scope, address, at, *_last(outcome, problem)))
        causes = [Cause(problem, tuple(sorted(failing, key=_latest))) for problem, failing in groups.items()]
        return sorted(causes, key=lambda cause: (-len(cause.failing), cause.problem))


def _last(outcome: AddressOutcome, problem: Problem) -> tuple[str, str]:
    """What the device said, and to which credential."""
    told = [entry for entry in outcome.attempts if (entry.method, entry.outcome) == problem]
    return (told[-1].detail, told[-1].credential_id or "") if told else ("", "")


def _latest(failing: Failing) -> tuple[int, str, str]:
    return -failing.at, failing.network_scope, failing.address
