"""Definitions of services, previews of what they come to, and when members are decided anew."""

import logging
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.filter_language.errors import QueryError
from cmdb_server.filter_language.query import parse
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.service_mapping import records
from cmdb_server.service_mapping.definition import Definition
from cmdb_server.service_mapping.entries import EntryPoint, entry_point, without_secrets
from cmdb_server.service_mapping.estate import SnapshotEstate
from cmdb_server.service_mapping.following import Boundaries, Membership, Named
from cmdb_server.service_mapping.past import Moment, past_memberships
from cmdb_server.service_mapping.records import Kept
from cmdb_server.service_mapping.resolving import Resolved, resolve
from cmdb_server.service_mapping.world import Lookup, World
from cmdb_server.service_mapping.writing import MemberWriter, stored_members
from graph_schema import Registry

_ALL_AGAIN_AFTER = 600 * 1_000_000
_FOLLOWS = ("", "follows from its definition and what is known of dependencies")
_WITHDRAWN = ("", "its definition was withdrawn")
_log = logging.getLogger(__name__)


class NoServiceError(CmdbError):
    """What is no service has no members."""

    def __init__(self, uid: str) -> None:
        """404, naming the uid."""
        remedy = "GET /api/v1/services and `cmdb services list` show those there are"
        super().__init__(f"{uid[:100]!r} is no service in use; {remedy}", 404, "not_found")


class DefinitionError(CmdbError):
    """A definition that cannot be kept."""

    def __init__(self, name: str, value: str, message: str, remedy: str) -> None:
        """422, naming field, value and remedy."""
        error = FieldError(name, value[:100], message, remedy)
        super().__init__(f"{name} {value[:100]!r}: {message}; {remedy}", 422, "definition_invalid", (error,))


@dataclass(frozen=True)
class Preview:
    """What a definition comes to: where its entry points lead, its members, and those that are stored (with roles)."""

    entries: Sequence[tuple[str, Resolved]]
    membership: Membership
    before: Mapping[str, str] = field(default_factory=dict[str, str])


class _Decided(NamedTuple):
    """What was decided last of a service, and from what."""

    named: Named
    membership: Membership


@dataclass(frozen=True)
class Parts:
    """What services are made of: the graph, the ways into it, and its views.

    `shared` tells which CIs are infrastructure that many share.
    """

    store: GraphStore
    registry: Registry
    ingest: Ingest
    index: SearchIndex
    impact: ImpactAnalysis
    shared: Callable[[Snapshot], frozenset[str]]


class ServiceMaps:
    """Keeps services as their definitions say; safe to use from several threads, which decide one after the other."""

    def __init__(self, parts: Parts, clock: Callable[[], int]) -> None:
        """`clock` in microseconds; listens to the store from now on."""
        self._parts, self._clock = parts, clock
        self._writer = MemberWriter(parts.store, parts.ingest)
        self._deciding = threading.Lock()
        self._touching = threading.Lock()
        self._touched: set[str] = set()
        self._decided: dict[str, _Decided] = {}
        self._boundaries = Boundaries()
        self._all_at = 0
        parts.store.subscribe(self._hear)

    def definitions(self) -> dict[str, Kept]:
        """The definitions that are kept, by service."""
        return records.definitions(self._parts.store)

    def world(self, kept: Mapping[str, Kept], **tried: Definition) -> World:
        """All services as they are now; those `tried` are by uid too."""
        estate = SnapshotEstate(self._parts.impact.snapshot())
        defined = {uid: entry.definition for uid, entry in kept.items() if estate.is_service(uid)}
        return World(estate, defined | tried, Lookup(self._resolve, self._match, self._parts.shared))

    def past(self, snapshot: Snapshot, services: Collection[str], at: int) -> dict[str, Membership]:
        """What services consisted of at a time (microseconds) of which `snapshot` is."""
        return past_memberships(self._parts.store, Moment(at, snapshot, self._parts.shared), services)

    def check(self, definition: Definition) -> Definition:
        """A definition in the spelling that is kept. Raises EntryPointError, QueryError, DefinitionError."""
        texts = [without_secrets(text) for text in definition.entries]
        for turn, text in enumerate(texts):
            entry_point(text, f"entries[{turn}]")
        query = str(parse(definition.query, self._parts.registry)) if definition.query.strip() else ""
        entries = tuple(dict.fromkeys(texts))
        if not (entries or query or definition.chosen):
            remedy = "give an entry point (https://shop.example), a query or CIs"
            raise DefinitionError("entries", "", "names nothing that the service would consist of", remedy)
        numbers = self._parts.impact.snapshot().numbers
        for name, uids in (("chosen", definition.chosen), ("left_out", definition.left_out)):
            for turn, uid in enumerate(uids):
                if uid not in numbers:
                    remedy = "give the uid of a CI; `cmdb find` shows it"
                    raise DefinitionError(f"{name}[{turn}]", uid, "is the uid of no CI", remedy)
        chosen, left_out = tuple(sorted(set(definition.chosen))), tuple(sorted(set(definition.left_out)))
        return Definition(entries, query, chosen, left_out, definition.follows)

    def preview(self, definition: Definition, service: str = "") -> Preview:
        """What a definition would come to now; of a service that is there with what is stored.

        Raises NoServiceError and what `check` raises.
        """
        if service:
            self._check_service(service)
        world = self.world(self.definitions(), **{service: self.check(definition)})
        before = stored_members(self._parts.store, [service])[service] if service else {}
        return Preview(world.entries(service), world.membership(service), before)

    def define(self, service: str, definition: Definition, signed: tuple[str, str], expected: int | None) -> Kept:
        """Keep the definition of a service with its members, all of it or nothing; `signed` is who and why.

        Raises NoServiceError, StaleDefinitionError and what `check` raises.
        """
        wanted = Kept(service, self.check(definition), 0, self._clock(), signed[0])
        self._check_service(service)
        revisions: list[int] = []
        with self._deciding:
            world = self.world(self.definitions(), **{service: wanted.definition})
            found = world.membership(service)

            def keep(tx: Transaction) -> None:
                revisions.append(records.save(tx, wanted, expected))

            self._writer.write(service, found, signed, keep)
            self._decided[service] = _Decided(world.named(service), found)
        self._decide((), _FOLLOWS)
        return replace(wanted, revision=revisions[-1])

    def kept_with(self, definition: Definition, by: str) -> Callable[[Transaction, str], None]:
        """What keeps a definition in the transaction that makes its service; `decide` follows with its members.

        Raises what `check` raises.
        """
        checked, at = self.check(definition), self._clock()

        def keep(tx: Transaction, service: str) -> None:
            records.save(tx, Kept(service, checked, 0, at, by), None)

        return keep

    def decide(self, service: str, signed: tuple[str, str]) -> None:
        """Store the members of a service that was made with a definition; what is cut off here `run` makes up for."""
        self._decide({service}, signed)

    def withdraw(self, service: str, signed: tuple[str, str], expected: int | None) -> bool:
        """Forget the definition of a service and the members that follow from it; False where there is none."""
        kept = self.definitions().get(service)
        if kept is None:
            return False
        gone = Kept(service, kept.definition, kept.revision, self._clock(), signed[0])
        with self._deciding:
            self._writer.write(service, None, signed, lambda tx: records.remove(tx, gone, expected))
            self._decided.pop(service, None)
        return True

    def run(self) -> int | None:
        """Decide the services anew that changes can have touched, all of them now and then; how many changed."""
        now = self._clock()
        is_all = now - self._all_at >= _ALL_AGAIN_AFTER
        with self._touching:
            is_quiet = not self._touched
        if is_quiet and not is_all:
            return None
        changed = self._decide(self.definitions() if is_all else (), _FOLLOWS)
        if is_all:
            changed += self._finish_withdrawals()
            self._all_at = now
        return changed

    def _finish_withdrawals(self) -> int:
        """Forget members whose definition is gone: who withdrew it was cut off, or another replica had not heard."""
        with self._deciding:
            found = stored_members(self._parts.store, records.withdrawn(self._parts.store))
            return sum(self._writer.write(uid, None, _WITHDRAWN) for uid, members in found.items() if members)

    def _decide(self, asked: Collection[str], signed: tuple[str, str]) -> int:
        """Decide the services asked for, signed, and those that what changed since the last time can have touched."""
        with self._deciding:
            with self._touching:
                changed, self._touched = self._touched, set()
            try:
                return self._decide_touched(asked, signed, changed)
            except CmdbError:
                # What did not come to be decided is decided the next time.
                with self._touching:
                    self._touched |= changed
                raise

    def _decide_touched(self, asked: Collection[str], signed: tuple[str, str], changed: Collection[str]) -> int:
        """Decide the services asked for, and those that what changed can have touched; how many became others."""
        kept = self.definitions()
        if not kept:
            self._decided.clear()
            return 0
        world = self.world(kept)
        touched = world.estate.touched_by(changed) | _moved(self._boundaries, world.boundaries)
        count = 0
        for uid in sorted(world.definitions):
            named, before = world.named(uid), self._decided.get(uid)
            is_same = before is not None and before.named == named and before.membership.seen.isdisjoint(touched)
            if is_same and uid not in asked:
                continue
            found = world.membership(uid)
            count += self._writer.write(uid, found, signed if uid in asked else _FOLLOWS)
            self._decided[uid] = _Decided(named, found)
        self._boundaries = world.boundaries
        return count

    def _hear(self, uids: frozenset[str]) -> None:
        with self._touching:
            self._touched |= uids

    def _check_service(self, uid: str) -> None:
        if not SnapshotEstate(self._parts.impact.snapshot()).is_service(uid):
            raise NoServiceError(uid)

    def _resolve(self, estate: SnapshotEstate, points: set[EntryPoint]) -> Mapping[EntryPoint, Resolved]:
        return resolve(self._parts.store, self._parts.registry, estate, points)

    def _match(self, query: str) -> frozenset[str]:
        """The CIs that a kept query is about; none where a class pack that it speaks of was taken away."""
        try:
            return frozenset(self._parts.index.uids(parse(query, self._parts.registry)))
        except QueryError as error:
            _log.warning("service_query_not_understood", extra={"query": query, "reason": str(error)})
            return frozenset()


def _moved(before: Boundaries, after: Boundaries) -> set[str]:
    """The CIs at which one service or another ends that did not before."""
    old, new = before.entered.items(), after.entered.items()
    return {uid for uid, _ in old ^ new} | set(before.shared ^ after.shared)
