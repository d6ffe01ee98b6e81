"""Which CI a sender means: a pure decision over what it names and what is known of names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cmdb_server.signals.subjects import Subject

_EXPORTER = "exporter"
_MOST_CANDIDATES = 20


class OnMachine(NamedTuple):
    """A program in use or a container on a machine, with what it may be called in lower case."""

    uid: str
    names: frozenset[str]


class Answering(NamedTuple):
    """The program that listens at a port of a machine, and the name of its process."""

    uid: str
    process_name: str


@dataclass(frozen=True)
class Known:
    """What subjects of one network scope may mean.

    `current` leads from a uid to the CI in use that has its place, `bound` from a place to the CI that a person says it
    is; `hosts` and `addresses` to machines, `named` from a class ("" for services) and a name to CIs.
    """

    current: Mapping[str, str] = field(default_factory=dict[str, str])
    bound: Mapping[str, str] = field(default_factory=dict[str, str])
    hosts: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    addresses: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    named: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict[tuple[str, str], Sequence[str]])
    on_machine: Mapping[str, Sequence[OnMachine]] = field(default_factory=dict[str, Sequence[OnMachine]])
    answering: Mapping[tuple[str, int], Answering] = field(default_factory=dict[tuple[str, int], Answering])


class Match(NamedTuple):
    """The CI that is meant; else "" with the reason, and those that it may be."""

    uid: str
    reason: str = ""
    candidates: tuple[str, ...] = ()


def match(subject: Subject, known: Known) -> Match:
    """The CI that a subject means. One of several is never guessed: it is none, and they are its candidates."""
    if subject.uid:
        uid = known.current.get(subject.uid, "")
        return Match(uid) if uid else Match("", f"no CI in use has the uid {subject.uid}")
    if not subject.place:
        return Match("", "it names neither a host, an address, a service nor the uid of a CI")
    found = _bound(subject, known) or _placed(subject, known)
    if not found.uid or not (subject.host or subject.address):
        return found
    return Match(_on(found.uid, subject, known) or found.uid)


def _bound(subject: Subject, known: Known) -> Match | None:
    uid = known.current.get(known.bound.get(subject.place, ""), "")
    return Match(uid) if uid else None


def _placed(subject: Subject, known: Known) -> Match:
    if subject.host:
        return _one(known.hosts.get(subject.host, ()), f"the host name {subject.host}")
    if subject.address:
        return _one(known.addresses.get(subject.address, ()), f"the address {subject.address}")
    what = subject.ci_class or "service"
    return _one(known.named.get((subject.ci_class, subject.service), ()), f"the name {subject.service}", what)


def _one(found: Sequence[str], what: str, ci_class: str = "machine") -> Match:
    if len(found) == 1:
        return Match(found[0])
    if found:
        return Match("", f"{len(found)} CIs have {what}", tuple(sorted(found)[:_MOST_CANDIDATES]))
    return Match("", f"no {ci_class.replace('_', ' ')} has {what}")


def _on(machine: str, subject: Subject, known: Known) -> str:
    """The program or container on a machine that is meant, "" for the machine itself."""
    if subject.program:
        wanted = subject.program.casefold()
        found = {entry.uid for entry in known.on_machine.get(machine, ()) if wanted in entry.names}
        return found.pop() if len(found) == 1 else ""
    answering = known.answering.get((machine, subject.port))
    if answering is None or (subject.is_measured and _EXPORTER in answering.process_name):
        return ""
    return answering.uid
