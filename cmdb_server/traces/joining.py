"""Which CIs are at the ends of calls, and what follows: a pure decision over the calls and what is known of programs.

A program is told by its machine, or the container or pod that it is in, and there by its name (service.name), else by
its executable, else by the port that it listens at; of several that fit so, by the file of code that an interpreter
runs, by the user, and by the port. A port comes last: behind a proxy a program calls the proxy's port its own. Where
several programs fit nothing is joined, as a dependency that is none is worse than one that is missing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cmdb_server.traces.calls import CALL, Call
from cmdb_server.traces.spans import Party, Peer
from graph_schema.data_sources import TRACES
from graph_schema.declare import AttributeValue
from graph_schema.values import address, is_address

LOCAL_NAMES = frozenset(("localhost", "localhost.localdomain", "ip6-localhost"))
_CONFIDENCE = 0.95
_NO_CONTAINER = "no container or pod is known as {}"
_MESSAGES = "takes its messages, and works on without them"


class Program(NamedTuple):
    """A program in use: what it may be called, its process, and the ports asked for at which it listens.

    Of one in a container also the name of that and the machine (uid). `arguments` are the working ones.
    """

    uid: str
    names: frozenset[str]
    process_name: str
    ports: frozenset[int] = frozenset()
    container: str = ""
    machine: str = ""
    user: str = ""
    arguments: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Known:
    """What calls may mean, in one network scope.

    `machines` by what a host is called, `programs` by machine, `called` those of the whole estate by name, services
    among them; `inside` those in containers by the name of these, their id, the uid of their pod, and what they call
    their machine.
    """

    machines: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    programs: Mapping[str, Sequence[Program]] = field(default_factory=dict[str, Sequence[Program]])
    inside: Mapping[str, Sequence[Program]] = field(default_factory=dict[str, Sequence[Program]])
    called: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])


class Found(NamedTuple):
    """A CI, or why there is none."""

    uid: str
    reason: str = ""


class Joined(NamedTuple):
    """What becomes of a call: who needs whom ("" where no CI is known), and why that is not known.

    `peer` is what the dependent connects to, where only an address is known of the other program.
    """

    dependent: str
    needed: str
    reason: str
    peer: Peer | None = None


class Need(NamedTuple):
    """What follows of a program: that it needs a CI (uid), or connects to a peer."""

    target: str | Peer
    facts: Mapping[str, AttributeValue]


def told_by_both(calls: Iterable[Call]) -> set[tuple[Party, Peer | None]]:
    """Who calls where, of the calls of which both sides told.

    There the address alone tells nothing more: it may be one of a load balancer.
    """
    return {(call.caller, call.peer) for call in calls if call.callee is not None and call.kind == CALL}


def joined(calls: Sequence[Call], known: Known, told: Collection[tuple[Party, Peer | None]]) -> list[Joined]:
    """What becomes of each of some calls; `told` are those of all calls of which both sides told."""
    return [
        Joined("", "", "") if call.callee is None and (call.caller, call.peer) in told else _joined(call, known)
        for call in calls
    ]


def needs_of(calls: Sequence[Call], found: Sequence[Joined], sightings: Sequence[int]) -> dict[str, list[Need]]:
    """What follows of each program, in an order that does not depend on that of the calls.

    How often a connection was seen is told as a power of two, so that claims seldom change by it.
    """
    needs: dict[str, dict[str, Need]] = {}
    connections: Counter[tuple[str, Peer]] = Counter()
    for call, one, count in sorted(zip(calls, found, sightings, strict=True), key=_order):
        if one.dependent and one.needed and one.needed != one.dependent:
            needs.setdefault(one.dependent, {}).setdefault(one.needed, Need(one.needed, _facts(call)))
        elif one.dependent and one.peer:
            connections[one.dependent, one.peer._replace(system="")] += count
    following = {uid: list(found.values()) for uid, found in needs.items()}
    for (uid, peer), count in sorted(connections.items()):
        following.setdefault(uid, []).append(Need(peer, {"sightings": 1 << (count.bit_length() - 1)}))
    return following


def _order(entry: tuple[Call, Joined, int]) -> tuple[str, str]:
    """Calls before messages, as a need that is hard outweighs one that is soft."""
    return entry[0].kind, repr(entry)


def _facts(call: Call) -> dict[str, AttributeValue]:
    derived: dict[str, AttributeValue] = {"derivation": TRACES.name, "confidence": _CONFIDENCE}
    if call.kind != CALL:
        return {**derived, "strength": "soft", "strength_reason": _MESSAGES}
    return {**derived, "strength": "hard", **({"port": call.peer.port} if call.peer else {})}


def _joined(call: Call, known: Known) -> Joined:
    caller = program_of(call.caller, known)
    callee = program_of(call.callee, known) if call.callee is not None else Found("")
    if call.kind != CALL:
        return Joined(callee.uid, caller.uid, callee.reason or caller.reason)
    if callee.uid or call.peer is None:
        return Joined(caller.uid, callee.uid, caller.reason or callee.reason)
    found = _to_peer(caller, call.peer, known)
    return found._replace(reason=caller.reason or callee.reason) if found.reason and call.callee else found


def _to_peer(caller: Found, peer: Peer, known: Known) -> Joined:
    if peer.address.casefold() in LOCAL_NAMES:
        return Joined(caller.uid, "", caller.reason, peer._replace(address="127.0.0.1"))
    if is_address(peer.address):
        return Joined(caller.uid, "", caller.reason, peer._replace(address=address(peer.address) or ""))
    machine = _machine(peer.address, known)
    if not machine.uid:
        return Joined(caller.uid, "", caller.reason or machine.reason)
    listening = [program.uid for program in known.programs.get(machine.uid, ()) if peer.port in program.ports]
    needed = _one(listening, f"at port {peer.port} of {peer.address}")
    return Joined(caller.uid, needed.uid, caller.reason or needed.reason)


def program_of(party: Party, known: Known) -> Found:
    """The program that a party is."""
    inside = _contained(party, known)
    if inside is not None:
        return inside
    host = party.host or party.host_id
    if host:
        machine = _machine(party.host_id, known)
        machine = machine if machine.uid else _machine(host, known)
        if machine.uid:
            return _choose(party, known.programs.get(machine.uid, ()), f"on {host}")
        return Found("", _NO_CONTAINER.format(_place(party))) if party.is_contained else machine
    if party.is_contained:
        return Found("", _NO_CONTAINER.format(_place(party)))
    if not party.service:
        return Found("", "tells neither its machine nor its name")
    return _one(known.called.get(party.service, ()), f"called {party.service}")


def _contained(party: Party, known: Known) -> Found | None:
    """The program in the container or pod that a party says; None where neither is known.

    Ids mean one of all, and so do the names of pods and what containers call their machines. The name of a container
    is given on many machines, so that it means one on that of the party.
    """
    machine = _machine(party.host, known).uid if party.host else ""
    own_name = "" if machine else party.host
    for name in filter(None, (party.container_id, party.pod_uid, party.pod, own_name)):
        if inside := known.inside.get(name):
            named = [program for program in inside if program.container == (party.in_pod or party.container)]
            return _only(named or inside) or _choose(party, named or inside, f"in {name}")
    inside = known.inside.get(party.container, ()) if party.container else ()
    beside = [program for program in inside if not machine or program.machine == machine]
    return (_only(beside) or _choose(party, beside, f"in {party.container}")) if beside else None


def _only(programs: Sequence[Program]) -> Found | None:
    """The program of a container that runs no other."""
    return Found(programs[0].uid) if len(programs) == 1 else None


def _place(party: Party) -> str:
    return party.pod or party.container or party.pod_uid or party.container_id


def _choose(party: Party, programs: Sequence[Program], where: str) -> Found:
    """The one program of some that fits."""
    name, executable = party.service.casefold(), party.executable.casefold()
    named = [program for program in programs if name and name in program.names]
    fitting = named or [program for program in programs if executable and executable == program.process_name]
    if not fitting and not executable:
        fitting = [program for program in programs if party.port and party.port in program.ports]
    for fits in (_runs_its_code, _is_its_owners, _has_its_port):
        if len(fitting) > 1:
            fitting = [program for program in fitting if fits(party, program)] or fitting
    told = " or ".join(dict.fromkeys(filter(None, (party.service, party.executable)))) or f"port {party.port}"
    return _one([program.uid for program in fitting], f"{where} is {told}")


def _runs_its_code(party: Party, program: Program) -> bool:
    return bool(party.runs) and party.runs in program.arguments


def _is_its_owners(party: Party, program: Program) -> bool:
    return bool(party.owner) and party.owner == program.user


def _has_its_port(party: Party, program: Program) -> bool:
    return party.port in program.ports


def _machine(host: str, known: Known) -> Found:
    found = known.machines.get(host.casefold(), ())
    if len(found) == 1:
        return Found(found[0])
    return Found("", f"{len(found)} machines are called {host}" if found else f"no machine is called {host}")


def _one(uids: Iterable[str], which: str) -> Found:
    found = sorted(set(uids))
    if len(found) == 1:
        return Found(found[0])
    return Found("", f"{len(found)} programs {which}" if found else f"no program {which}")
