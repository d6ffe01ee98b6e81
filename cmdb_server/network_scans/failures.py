"""What scans could not do, grouped by cause: one remedy each, and the addresses to scan again."""

from dataclasses import dataclass
from typing import NamedTuple

from cmdb_server.graph_store.queries import scans as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.network_scans.judging import Problem, problem_of
from cmdb_server.network_scans.runs import decoded
from discovery_agent.scan.job import AddressOutcome, Attempt
from discovery_agent.scan.shown_key import ShownKey


class Failing(NamedTuple):
    """An address with a problem as it was scanned last; the time in microseconds.

    `host_key` is what it shows where that is the problem; a person may have accepted it since.
    """

    network_scope: str
    address: str
    at: int
    detail: str
    credential_id: str
    host_key: ShownKey | None = None
    is_accepted: bool = False


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
        names = ("network_scope", "address", "at", "problems", "body", "host_key")
        groups: dict[Problem, list[Failing]] = {}
        for scope, address, at, problems, body, accepted in zip(*(found[name] for name in names), strict=True):
            outcome = decoded(body)
            for problem in map(problem_of, problems.split()):
                last = _last(outcome, problem)
                detail, credential_id = (last.detail, last.credential_id or "") if last else ("", "")
                key = last.host_key if last else None
                is_accepted = key is not None and str(key) == accepted
                failing = Failing(scope, address, at, detail, credential_id, key, is_accepted)
                groups.setdefault(problem, []).append(failing)
        causes = [Cause(problem, tuple(sorted(failing, key=_latest))) for problem, failing in groups.items()]
        return sorted(causes, key=lambda cause: (-len(cause.failing), cause.problem))


def _last(outcome: AddressOutcome, problem: Problem) -> Attempt | None:
    """The attempt that the problem was last found by."""
    return next((one for one in reversed(outcome.attempts) if (one.method, one.outcome) == problem), None)


def _latest(failing: Failing) -> tuple[int, str, str]:
    return -failing.at, failing.network_scope, failing.address
