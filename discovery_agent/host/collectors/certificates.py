"""Certificates that known servers show, and where."""

import json
from binascii import a2b_base64
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict, cast

from discovery_agent.host.application_facts import ApplicationReading
from discovery_agent.host.certificate_files import (
    MAX_NAMES,
    CertificateReading,
    fingerprint_of,
    read_certificate,
)
from discovery_agent.host.collector import APPLICATIONS, Answer, Collector, NotAvailable, Reading
from discovery_agent.host.connection_kinds import is_own
from discovery_agent.host.files import read_text
from discovery_agent.host.listening import listeners_of
from discovery_agent.host.local_networks import local_networks_of
from discovery_agent.host.machine import Machine
from discovery_agent.private_files import write_private
from graph_schema.ci_classes.certificate import Certificate
from graph_schema.relationships import SECURED_BY
from graph_schema.report import Ref, Section, ref_of

_NO_LIBRARY = "certificates are not read: install the Python package cryptography beside the agent"
_HTTP = 80
_ALL = "all that it serves shows this certificate; port 80 is taken to lead there"
_SOME = "some of what it serves shows it"
_SOMEWHERE = "shown at one of its endpoints; at which, and whether clients insist on it, is not known"
_ONLY, _ONE_OF, _UNASKED = (
    "the only certificate that is shown there",
    "one of several that are shown there",
    "shown there; whether clients insist on it is not known",
)
_OFF = "certificates are named by configuration, which is not to be read here"


class Shown(TypedDict):
    """A certificate (by its fingerprint) in a file that the configuration of a program (by its key) names."""

    program: str
    file: str
    ports: list[int]
    fingerprint: str


class Listening(TypedDict):
    """The ref of a TCP endpoint with the key of its program and the port that this listens at, in its container too."""

    endpoint: str
    port: int
    program: str


class Facts(TypedDict):
    """The certificates by fingerprint, who shows which, and where programs listen."""

    certificates: dict[str, CertificateReading]
    shown: list[Shown]
    listening: list[Listening]


def read(machine: Machine) -> Answer[Facts]:
    """The certificates that the shared reading of configuration names. One that was read before is not read again."""
    if not machine.reads_configuration:
        return NotAvailable(_OFF)
    found = (machine.activity.get("applications") or {"found": list[ApplicationReading]()})["found"]
    known = _known(machine.state)
    facts: Facts = {"certificates": {}, "shown": [], "listening": []}
    gaps = set(machine.activity["gaps"])
    for entry in found:
        for file in entry.get("certificates", ()):
            content = a2b_base64(file["content"])
            certificate = known.get(fingerprint_of(content)) or _read(content, gaps)
            if certificate is None:
                gaps.add(f"the certificate {file['path']} was not read")
                continue
            facts["certificates"][certificate["fingerprint"]] = certificate
            shown: Shown = {
                "program": entry["program"],
                "file": file["path"],
                "ports": file["ports"],
                "fingerprint": certificate["fingerprint"],
            }
            facts["shown"].append(shown)
    if facts["shown"]:
        facts["listening"] = list(_listening(machine))
    return Reading(facts, tuple(sorted(gaps)))


def _read(content: bytes, gaps: set[str]) -> CertificateReading | None:
    try:
        return read_certificate(content) if content else None
    except ImportError:
        gaps.add(_NO_LIBRARY)
        return None


def _listening(machine: Machine) -> Iterator[Listening]:
    """Where programs listen for other machines."""
    networks = local_networks_of(machine.activity)
    for listener, sockets in listeners_of(machine.activity).items():
        program = networks.provider(listener, sockets)
        if program is not None and listener.protocol == "tcp" and not is_own(listener.address):
            ref = ref_of("endpoint", "|".join(map(str, listener)))
            yield {"endpoint": ref, "port": networks.port_behind(listener), "program": program.key}


def interpret(facts: Facts, section: Section, _root: Ref) -> None:
    """The certificates, each needed by the endpoints that show it and by their program."""
    refs = {fingerprint: _add(found, section) for fingerprint, found in sorted(facts["certificates"].items())}
    by_program: dict[str, list[Shown]] = {}
    for shown in facts["shown"]:
        by_program.setdefault(shown["program"], []).append(shown)
    for program, certificates in sorted(by_program.items()):
        own = [entry for entry in facts["listening"] if entry["program"] == program]
        at = {entry["endpoint"]: _shown_at(entry, own, certificates) for entry in own}
        for endpoint, files in at.items():
            for fingerprint, told in _of_endpoint(files, certificates):
                section.relate(Ref(endpoint), SECURED_BY, refs[fingerprint], **told)
        needed = [at[entry["endpoint"]] for entry in own if entry["port"] != _HTTP]
        for fingerprint, told in _of_program(needed, certificates):
            section.relate(ref_of("software_instance", program), SECURED_BY, refs[fingerprint], **told)


def _of_endpoint(files: dict[str, str], certificates: list[Shown]) -> Iterator[tuple[str, dict[str, str]]]:
    """How much an endpoint needs the certificates that it shows."""
    insisted = _insisted(certificates)
    for fingerprint, file in sorted(files.items()):
        reason = _UNASKED if fingerprint not in insisted else _ONLY if len(files) == 1 else _ONE_OF
        yield fingerprint, _told(reason, file, is_hard=reason == _ONLY)


def _of_program(needed: list[dict[str, str]], certificates: list[Shown]) -> Iterator[tuple[str, dict[str, str]]]:
    """How much a program needs its certificates, by what its endpoints show; not one that none of them shows."""
    insisted = _insisted(certificates)
    for fingerprint, file in sorted(_files(certificates).items()):
        if fingerprint not in insisted:
            yield fingerprint, _told(_SOMEWHERE, file, is_hard=False)
        elif any(fingerprint in files for files in needed):
            is_all = all(files.keys() == {fingerprint} for files in needed)
            yield fingerprint, _told(_ALL if is_all else _SOME, file, is_hard=is_all)


def _insisted(certificates: list[Shown]) -> set[str]:
    """The certificates of ports where nobody is served without."""
    return {shown["fingerprint"] for shown in certificates if shown["ports"]}


def _shown_at(entry: Listening, own: list[Listening], certificates: list[Shown]) -> dict[str, str]:
    """The certificates that a program shows at an endpoint; one without a port at the only one that it has."""
    is_only = len({other["port"] for other in own}) == 1
    return _files(
        shown for shown in certificates if entry["port"] in shown["ports"] or (is_only and not shown["ports"])
    )


def _files(certificates: Iterable[Shown]) -> dict[str, str]:
    """The file of each certificate."""
    return {shown["fingerprint"]: shown["file"] for shown in certificates}


def _told(reason: str, file: str, *, is_hard: bool) -> dict[str, str]:
    return {"strength": "hard" if is_hard else "soft", "strength_reason": reason, "configured_in": file}


def _add(found: CertificateReading, section: Section) -> Ref:
    names = found["alternative_names"]
    return section.add(
        Certificate(
            name=names[0] if names else found["subject"],
            fingerprint=found["fingerprint"],
            subject=found["subject"],
            issuer=found["issuer"],
            serial_number=found["serial_number"],
            not_before=found["not_before"],
            not_after=found["not_after"],
            alternative_names=tuple(names) or None,
            key_type=found["key_type"],
        )
    )


def remember(machine: Machine, facts: Facts) -> None:
    """Keep what certificates say: the library that reads them is as large as half of the agent."""
    if machine.state is not None and facts["certificates"] != _known(machine.state):
        write_private(_path(machine.state), json.dumps(facts["certificates"]).encode())


def _known(state: Path | None) -> dict[str, CertificateReading]:
    """What was remembered; what somebody else wrote there, or an older version, is read anew."""
    try:
        stored: object = json.loads(read_text(str(_path(state))) or "{}") if state is not None else {}
    except ValueError:
        return {}
    wanted = CertificateReading.__required_keys__
    if not isinstance(stored, dict):
        return {}
    entries = list(cast("dict[str, object]", stored).items())[:MAX_NAMES]
    return {
        name: cast("CertificateReading", entry)
        for name, entry in entries
        if isinstance(entry, dict) and cast("dict[str, object]", entry).keys() == wanted
    }


def _path(state: Path) -> Path:
    return state / "certificates.json"


collector = Collector(
    name="certificates",
    enumerates=(Certificate,),
    read=read,
    interpret=interpret,
    remember=remember,
    stage=APPLICATIONS,
)
