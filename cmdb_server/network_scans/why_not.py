"""Why is this not inventoried? Every step from the scan's ranges to the CI, in order, with cause and next step."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, NamedTuple

from cmdb_server.address_ranges import Address, contains, ranges_of
from cmdb_server.data_source_names import scanned_place
from cmdb_server.graph_store.queries import scans as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.network_scans.collectors import Collector, Collectors
from cmdb_server.network_scans.coverage import read_unknown
from cmdb_server.network_scans.definitions import Definition, read_definitions
from cmdb_server.network_scans.judging import READING, SAYS_NOTHING, last_failure, was_let_in
from cmdb_server.network_scans.runs import decoded
from cmdb_server.network_scans.spec import scanned
from cmdb_server.network_scans.steps import Step, seen_steps, trap_steps
from cmdb_server.network_scans.trap_receivers import read_receivers
from cmdb_server.network_scope_names import DEFAULT, scope_of
from cmdb_server.timestamps import OPEN
from cmdb_server.unknown_stations import UnknownStation
from discovery_agent.scan.job import AddressOutcome, Attempt
from discovery_agent.scan.outcomes import OUTCOMES

_MAC = re.compile(r"(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}")
_MOST_ADDRESSES, _EARLIER = 20, 5
MAC = "mac"


class Known(NamedTuple):
    """A CI that has an address."""

    uid: str
    name: str
    ci_class: str
    status: str


class Scanned(NamedTuple):
    """What came of an address in a run, when (microseconds)."""

    run_uid: str
    at: int
    outcome: AddressOutcome


@dataclass(frozen=True)
class Place:
    """Everything known of an address in a network scope; `last` None where no scan touched it.

    Of something that is seen by its hardware address alone, `address` is that, and it cannot be scanned.
    """

    address: str
    network_scope: str
    steps: tuple[Step, ...]
    last: Scanned | None = None
    earlier: tuple[Scanned, ...] = ()
    cis: tuple[Known, ...] = ()
    is_scannable: bool = True


@dataclass(frozen=True)
class Answer:
    """What is known of whatever was asked about; `addresses` empty where nothing has that name or MAC address."""

    asked: str
    kind: str
    places: tuple[Place, ...]


class WhyNot:
    """Answers for an address, a MAC address or a name."""

    def __init__(self, store: GraphStore, collectors: Collectors) -> None:
        """Reads only."""
        self._store, self._collectors = store, collectors

    def of(self, asked: str) -> Answer:
        """All that is known of it, address by address."""
        collectors = self._collectors.all()

        def read(tx: Transaction) -> Answer:
            kind, addresses = _addresses(tx, asked.strip())
            strangers = _strangers(tx, asked.strip()) if kind == MAC and not addresses else []
            addresses += sorted({address for _, station in strangers for address in station.addresses})
            definitions = read_definitions(tx)
            places = [place for address in addresses for place in _places(tx, address, definitions, collectors)]
            places += [
                Place(station.mac, scope, seen_steps(station), is_scannable=False)
                for scope, station in strangers
                if not station.addresses
            ]
            return Answer(asked.strip(), kind, tuple(places))

        return self._store.read(read)


def steps(
    address: Address,
    scope: str,
    definitions: Sequence[Definition],
    collectors: Sequence[Collector],
    last: Scanned | None,
) -> list[Step]:
    """What has to hold for an address to be inventoried, up to its last scan."""
    return [_is_in_a_scan(address, scope, definitions), _has_collector(scope, collectors), *_was_scanned(last)]


def _is_in_a_scan(address: Address, scope: str, definitions: Sequence[Definition]) -> Step:
    question = "Is it within a scan?"
    ours = [entry for entry in definitions if entry.plan.spec.network_scope == scope]
    within = [entry.plan.name for entry in ours if contains(scanned(entry.plan.spec), address)]
    if within:
        return Step(question, is_good=True, answer=f"Yes: {', '.join(within)}.")
    excluding = [
        entry.plan.name for entry in ours if contains(ranges_of(entry.plan.spec.exclusions, "exclusions"), address)
    ]
    if excluding:
        answer = f"{', '.join(excluding)} excludes it."
        return Step(
            question, is_good=False, answer=answer, next_step="Take it out of the exclusions, or scan it once by hand."
        )
    return Step(
        question,
        is_good=False,
        answer=f"No scan of the network scope {scope} holds it.",
        next_step="Add its network to the ranges of a scan.",
    )


def _has_collector(scope: str, collectors: Sequence[Collector]) -> Step:
    question = "Is a collector there?"
    ours = [entry for entry in collectors if entry.network_scope == scope]
    present = [entry.name for entry in ours if entry.is_present]
    if present:
        return Step(question, is_good=True, answer=f"Yes: {', '.join(present)}.")
    if ours:
        answer = f"{', '.join(entry.name for entry in ours)} has not asked for work in the last two minutes."
        return Step(question, is_good=False, answer=answer, next_step="Start it; its log says what it waits for.")
    answer = f"None is enrolled for the network scope {scope}."
    return Step(
        question, is_good=False, answer=answer, next_step="Create an enrolment token for a collector and start one."
    )


def _was_scanned(last: Scanned | None) -> list[Step]:
    if last is None:
        next_step = "Scan it now; else wait for the next run of its scan."
        return [Step("Was it scanned?", is_good=False, answer="Never so far.", next_step=next_step)]
    outcome = last.outcome
    answered = [entry for entry in outcome.attempts if OUTCOMES[entry.outcome].is_answer]
    found = Step("Was it scanned?", is_good=True, answer="Yes.")
    if outcome.state in SAYS_NOTHING or not answered:
        return [found, _failed("Did anything answer?", outcome.attempts, "Nothing did.")]
    reached = Step("Did anything answer?", is_good=True, answer=f"Yes: {', '.join(_methods(answered))}.")
    opened = [entry for entry in outcome.attempts if was_let_in(entry)]
    is_read = outcome.state == "inventoried"
    if not opened and not is_read:
        reading = [entry for entry in outcome.attempts if entry.method in READING]
        return [found, reached, _failed("Did a credential work?", reading, "None did.")]
    # The machine of the collector is read without one.
    answer = f"Yes: by {', '.join(_methods(opened))}." if opened else "None was needed."
    worked = Step("Did a credential work?", is_good=True, answer=answer)
    if not is_read:
        return [found, reached, worked, _failed("Was it read?", outcome.attempts, "Not to its end.")]
    return [found, reached, worked, Step("Was it read?", is_good=True, answer=f"Yes, as {', '.join(outcome.sources)}.")]


def _failed(question: str, attempts: Sequence[Attempt], answer: str) -> Step:
    """The last attempt that failed says why, and what to do."""
    last = last_failure(attempts)
    if last is None:
        return Step(question, is_good=False, answer=answer, next_step="Scan it again with more methods.")
    said = OUTCOMES[last.outcome]
    told = f"{last.method.upper()}: {said.happened} {said.cause}" + (f" ({last.detail})" if last.detail else "")
    return Step(question, is_good=False, answer=f"{answer} {told}", next_step=said.next_step)


def _methods(attempts: Sequence[Attempt]) -> list[str]:
    return list(dict.fromkeys(entry.method.upper() for entry in attempts))


def _addresses(tx: Transaction, asked: str) -> tuple[str, list[str]]:
    try:
        return "address", [str(ip_address(asked))]
    except ValueError:
        pass
    if _MAC.fullmatch(asked.lower()):
        found = set(tx.run(queries.ADDRESSES_OF_MAC, mac=_mac(asked), open=OPEN)[0]["address"])
        found.update(tx.run(queries.TARGETS_OF_MAC, mac=_mac(asked), limit=_MOST_ADDRESSES)[0]["address"])
        return MAC, sorted(found)[:_MOST_ADDRESSES]
    found = set(tx.run(queries.ADDRESSES_OF_NAME, name=asked, open=OPEN)[0]["address"])
    places = map(scanned_place, tx.run(queries.SOURCES_OF_NAME, name=asked)[0]["key"])
    found.update(place[1] for place in places if place)
    return "name", sorted(found)[:_MOST_ADDRESSES]


def _mac(asked: str) -> str:
    digits = re.sub(r"[^0-9a-f]", "", asked.lower())
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def _strangers(tx: Transaction, asked: str) -> list[tuple[str, UnknownStation]]:
    mac = _mac(asked)
    return [(scope, station) for scope, station in read_unknown(tx) if station.mac == mac]


def _places(
    tx: Transaction, address: str, definitions: Sequence[Definition], collectors: Sequence[Collector]
) -> list[Place]:
    stored = tx.run(queries.TARGETS_OF_ADDRESS, address=address)[0]["properties"]
    targets: dict[str, Mapping[str, Any]] = {entry["network_scope"]: entry for entry in stored}
    at = ip_address(address)
    covering = {e.plan.spec.network_scope for e in definitions if contains(ranges_of(e.plan.spec.ranges), at)}
    known = _cis(tx.run(queries.CIS_OF_ADDRESS, address=address, open=OPEN)[0])
    places: list[Place] = []
    heard = trap_steps(address, read_receivers(tx))
    for scope in sorted({*targets, *covering, *known, *heard}) or [DEFAULT]:
        last = _scanned(targets[scope]) if scope in targets else None
        told, cis = _earlier(tx, f"{scope}/{address}", last), known.get(scope, ())
        read = () if cis else _read_there(tx, last)
        found = [*heard.get(scope, ()), *steps(at, scope, definitions, collectors, last), _is_known(cis, read)]
        places.append(Place(address, scope, tuple(found), last, told, cis or read))
    return places


def _read_there(tx: Transaction, last: Scanned | None) -> tuple[Known, ...]:
    """The CIs that were read at an address, though they do not tell it themselves."""
    if last is None or not last.outcome.sources:
        return ()
    found = tx.run(queries.CIS_OF_SOURCES, keys=list(last.outcome.sources))[0]
    return tuple(sorted({Known(*values) for values in zip(*(found[name] for name in Known._fields), strict=True)}))


def _is_known(cis: Sequence[Known], read: Sequence[Known]) -> Step:
    question = "Is it in the graph?"
    if active := [entry.name for entry in read if entry.status == "active"]:
        answer = f"Yes: {', '.join(active)}, read there; it does not list this address among its own."
        return Step(question, is_good=True, answer=answer)
    if not cis:
        return Step(
            question,
            is_good=False,
            answer="No CI has this address.",
            next_step="Do what the first failing step above says.",
        )
    stale = [entry.name for entry in cis if entry.status != "active"]
    if stale:
        answer = f"{', '.join(stale)} is not seen any more."
        return Step(question, is_good=False, answer=answer, next_step="See on its page which source saw it last.")
    return Step(question, is_good=True, answer=f"Yes: {', '.join(entry.name for entry in cis)}.")


def _earlier(tx: Transaction, target_uid: str, last: Scanned | None) -> tuple[Scanned, ...]:
    found = tx.run(queries.OUTCOMES_OF_TARGET, target_uid=target_uid)[0]
    rows = zip(found["run_uid"], found["at"], found["body"], strict=True)
    told = [Scanned(run, at, decoded(body)) for run, at, body in rows if last is None or run != last.run_uid]
    return tuple(sorted(told, key=lambda entry: -entry.at)[:_EARLIER])


def _scanned(stored: Mapping[str, Any]) -> Scanned:
    return Scanned(stored["run_uid"], stored["at"], decoded(stored["body"]))


def _cis(found: Mapping[str, list[Any]]) -> dict[str, tuple[Known, ...]]:
    """The CIs that have an address, by network scope."""
    cis: dict[str, tuple[Known, ...]] = {}
    names = (*Known._fields, "identifiers")
    for *values, identifiers in zip(*(found[name] for name in names), strict=True):
        scope = scope_of(identifiers)
        cis[scope] = (*cis.get(scope, ()), Known(*values))
    return cis
