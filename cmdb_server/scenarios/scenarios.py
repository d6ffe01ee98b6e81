"""Scenarios: an impact question with what is to be different, under a name.

Everybody sees their own and the shared ones; only the owner or an administrator replaces or deletes one. A change
record names a scenario by its id.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import scenarios as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.naming import by_uid
from cmdb_server.impact_analysis.question import Question, names_some
from cmdb_server.ownership import Asker, check_change, check_sharing, sees

PREFIX = "sc_"
_KIND = "scenario"
_QUESTION = msgspec.json.Decoder(Question)


@dataclass(frozen=True)
class Wanted:
    """What a scenario is to be."""

    name: str
    description: str
    is_shared: bool
    question: Question


@dataclass(frozen=True)
class Scenario:
    """A kept scenario; times in microseconds. `revision` rises with every change."""

    scenario_id: str
    wanted: Wanted
    owner: str
    revision: int
    created_at: int
    updated_at: int

    @property
    def name(self) -> str:
        """What its owner calls it."""
        return self.wanted.name

    @property
    def is_shared(self) -> bool:
        """Whether everybody sees it."""
        return self.wanted.is_shared


class UnknownScenarioError(CmdbError):
    """A question names a scenario that is not there, or not for whoever asks."""

    def __init__(self, scenario_id: str) -> None:
        """404."""
        value, remedy = scenario_id[:100], "`cmdb scenario list` lists them"
        error = FieldError("scenario", value, "is none that you may see", remedy)
        super().__init__(
            f"there is no scenario {value!r} that you may see; {remedy}", 404, "unknown_scenario", (error,)
        )


class Scenarios:
    """Lists, keeps, replaces and deletes scenarios."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._clock = store, clock

    def seen_by(self, who: Asker) -> list[Scenario]:
        """The scenarios that somebody sees, by name."""
        found = self._store.read(lambda tx: tx.run(queries.SCENARIOS))[0]["properties"]
        seen = [scenario for scenario in map(_scenario, found) if sees(who, scenario)]
        return sorted(seen, key=lambda scenario: (scenario.name.casefold(), scenario.scenario_id))

    def one(self, scenario_id: str, who: Asker) -> Scenario:
        """A scenario that somebody sees, by its id. Raises UnknownScenarioError."""
        return _found(self._store.read(lambda tx: tx.run(queries.SCENARIO, uid=scenario_id)), scenario_id, who)

    def create(self, wanted: Wanted, who: Asker, impact: ImpactAnalysis) -> Scenario:
        """Keep a scenario that can be asked. Raises NotYoursError, and what asking it raises."""
        wanted, now = _checked(wanted, who, impact), self._clock()
        made = Scenario(PREFIX + secrets.token_hex(8), wanted, who.name, 1, now, now)
        self._store.write(lambda tx: tx.run(queries.CREATE_SCENARIO, uid=made.scenario_id, properties=_stored(made)))
        return made

    def put(self, scenario_id: str, wanted: Wanted, by: tuple[Asker, int | None], impact: ImpactAnalysis) -> Scenario:
        """Replace a scenario; `by` are who and the revision that was read, None for any.

        Raises what `create` raises, UnknownScenarioError, ChangedMeanwhileError.
        """
        who, revision = by
        self.one(scenario_id, who)
        wanted = _checked(wanted, who, impact)

        def write(tx: Transaction) -> Scenario:
            found = _locked(tx, scenario_id, who, revision)
            after = replace(found, wanted=wanted, revision=found.revision + 1, updated_at=self._clock())
            tx.run(queries.CHANGE_SCENARIO, uid=found.scenario_id, properties=_stored(after))
            return after

        return self._store.write(write)

    def delete(self, scenario_id: str, who: Asker, revision: int | None) -> None:
        """Delete a scenario. Raises UnknownScenarioError, NotYoursError, ChangedMeanwhileError."""

        def write(tx: Transaction) -> None:
            _locked(tx, scenario_id, who, revision)
            tx.run(queries.CHANGE_SCENARIO, uid=scenario_id, properties={"status": "deleted"})

        self._store.write(write)


def shared_name(store: GraphStore, scenario_id: str) -> str:
    """What a scenario that everybody sees is called, "" where there is none."""
    return _shared(store, scenario_id).get("name", "")


def shared_digest(store: GraphStore, scenario_id: str) -> str:
    """A digest of what a scenario that everybody sees asks, whatever it is called; "" where there is none."""
    question = _shared(store, scenario_id).get("question", "")
    return blake2b(question.encode(), digest_size=12).hexdigest() if question else ""


def _shared(store: GraphStore, scenario_id: str) -> dict[str, Any]:
    if not scenario_id:
        return {}
    for row in store.read(lambda tx: tx.run(queries.SCENARIO, uid=scenario_id)):
        properties: dict[str, Any] = row["properties"]
        if properties["is_shared"]:
            return properties
    return {}


def _checked(wanted: Wanted, who: Asker, impact: ImpactAnalysis) -> Wanted:
    """As it is kept; sharing without the right to, and what cannot be asked, is refused."""
    if wanted.is_shared:
        check_sharing(_KIND, who)
    question = wanted.question
    if names_some(question):
        impact.asked(question)
    else:
        impact.snapshot(question.changes)
    return replace(wanted, question=by_uid(question, impact.snapshot(), impact.snapshot(question.changes)))


def _locked(tx: Transaction, scenario_id: str, who: Asker, revision: int | None) -> Scenario:
    rows = tx.run(queries.LOCK_SCENARIO, uid=scenario_id, token=secrets.token_hex(4))
    found = _found(rows, scenario_id, who)
    check_change(_KIND, found, who, revision)
    return found


def _found(rows: list[dict[str, Any]], scenario_id: str, who: Asker) -> Scenario:
    found = _scenario(rows[0]["properties"]) if rows else None
    if found is None or not sees(who, found):
        raise UnknownScenarioError(scenario_id)
    return found


def _scenario(stored: dict[str, Any]) -> Scenario:
    question = _QUESTION.decode(stored["question"])
    wanted = Wanted(stored["name"], stored["description"], stored["is_shared"], question)
    names = ("owner", "revision", "created_at", "updated_at")
    return Scenario(stored["uid"], wanted, **{name: stored[name] for name in names})


def _stored(scenario: Scenario) -> dict[str, Any]:
    wanted = scenario.wanted
    kept = {name: value for name, value in vars(scenario).items() if name not in ("scenario_id", "wanted")}
    said = {"name": wanted.name, "description": wanted.description, "is_shared": wanted.is_shared}
    return {**kept, **said, "question": msgspec.json.encode(wanted.question).decode(), "status": "active"}
