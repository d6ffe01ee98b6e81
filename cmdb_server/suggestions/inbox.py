"""What waits for a decision, and deciding it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.manual_edits.editing import Signature
from cmdb_server.service_mapping.maps import ServiceMaps
from cmdb_server.suggestions.accepting import Accepting
from cmdb_server.suggestions.decisions import Decision, Decisions, Verdict
from cmdb_server.suggestions.edges import suggested_edges
from cmdb_server.suggestions.entries import suggested_services
from cmdb_server.suggestions.facts import Facts, Suggestion
from cmdb_server.suggestions.groups import suggested_groups
from cmdb_server.suggestions.misses import suggested_by_misses
from cmdb_server.suggestions.owners import suggested_owners
from cmdb_server.suggestions.power import suggested_power
from cmdb_server.suggestions.reading import FactsReading
from cmdb_server.suggestions.replicas import suggested_replica_sets
from cmdb_server.suggestions.shared import shared_infrastructure

_ORDER = ("missed", "doubted", "group", "edge", "service", "owner", "shared")
_TRIED_WITHIN = 180 * 86_400 * 1_000_000


class NoSuggestionError(CmdbError):
    """Nothing of that key waits for a decision."""

    def __init__(self, key: str) -> None:
        """404, naming the key."""
        remedy = "GET /api/v1/suggestions and `cmdb suggestions list` show those that wait; it may have been decided"
        error = FieldError("key", key[:200], "is no suggestion that waits", remedy)
        super().__init__(f"key {error.value!r} {error.message}; {remedy}", 404, "not_found", (error,))


@dataclass(frozen=True)
class Inbox:
    """The suggestions that wait, the weightiest of each kind first, and how many others are put off."""

    waiting: Sequence[Suggestion]
    deferred: int


def suggested(facts: Facts) -> list[Suggestion]:
    """All that follows from the facts, each once, sorted."""
    makers = (
        *(suggested_by_misses, suggested_groups, suggested_replica_sets, suggested_power, suggested_edges),
        *(suggested_services, suggested_owners, shared_infrastructure),
    )
    found = {entry.key: entry for make in makers for entry in make(facts)}
    return sorted(found.values(), key=lambda entry: (_ORDER.index(entry.kind), -entry.weight, entry.key))


class Suggestions:
    """Makes suggestions and takes decisions about them."""

    def __init__(self, store: GraphStore, impact: ImpactAnalysis, maps: ServiceMaps, decisions: Decisions) -> None:
        """Suggestions are made anew each time somebody asks: what is decided or done is no suggestion any more."""
        self._store, self._impact, self._maps = store, impact, maps
        self.decisions = decisions

    def inbox(self) -> Inbox:
        """What waits for a decision."""
        decided, now = self.decisions.all(), self.decisions.clock()
        found = suggested(self._facts())
        away = {entry.key for entry in found if entry.key in decided and decided[entry.key].holds(now)}
        deferred = sum(decided[key].verdict == "later" for key in away)
        return Inbox([entry for entry in found if entry.key not in away], deferred)

    def accept(
        self, key: str, signed: Signature, accepting: Accepting, corrected: Mapping[str, str | int]
    ) -> tuple[Suggestion, str]:
        """Carry a suggestion out, with the uid that it came to. Raises NoSuggestionError and what `accepting` does."""
        (found,) = self._these([key])
        uid = accepting(found, signed, corrected)
        self._keep(found, "accepted", signed)
        return found, uid

    def refuse(self, keys: Sequence[str], signed: Signature, accepting: Accepting) -> None:
        """Never ask these again. Raises NoSuggestionError, with nothing decided."""
        for found in self._these(keys):
            accepting.refuse(found, signed)
            self._keep(found, "refused", signed)

    def defer(self, keys: Sequence[str], signed: Signature, until: int) -> None:
        """Ask these again after a time (microseconds). Raises NoSuggestionError, with nothing decided."""
        for found in self._these(keys):
            self._keep(found, "later", signed, until)

    def ask_again(self, key: str) -> Decision:
        """Take a decision back; what was done stays. Raises NoSuggestionError."""
        decided = self.decisions.all().get(key)
        if decided is None:
            raise NoSuggestionError(key)
        self.decisions.forget(decided)
        return decided

    def _these(self, keys: Sequence[str]) -> list[Suggestion]:
        """The suggestions of some keys, each once; all are made together, as that looks at everything."""
        found = {entry.key: entry for entry in suggested(self._facts())}
        for key in keys:
            if key not in found:
                raise NoSuggestionError(key)
        return [found[key] for key in dict.fromkeys(keys)]

    def _keep(self, found: Suggestion, verdict: Verdict, signed: Signature, until: int = 0) -> None:
        at = self.decisions.clock()
        made = Decision(found.key, found.kind, found.title, verdict, until, signed.actor, signed.reason, at)
        self.decisions.keep(made)

    def _facts(self) -> Facts:
        world = self._maps.world(self._maps.definitions())
        found = (world.membership(uid).members for uid in world.estate.services())
        in_services = frozenset(uid for members in found for uid in members)
        since = self.decisions.clock() - _TRIED_WITHIN
        return FactsReading(self._store, self._impact.snapshot()).all(in_services, since)
