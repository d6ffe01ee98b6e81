"""Certificates that known servers show, and where."""

import json
from base64 import b64decode
from collections.abc import Iterator
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
from discovery_agent.host.files import read_text
from discovery_agent.host.listening import listeners_of, owners_of
from discovery_agent.host.machine import Machine
from discovery_agent.private_files import write_private
from graph_schema.ci_classes.certificate import Certificate
from graph_schema.relationships import SECURED_BY
from graph_schema.report import Ref, Section, ref_of

_NO_LIBRARY = "certificates are not read: install the Python package cryptography beside the agent"
_OFF = "certificates are named by configuration, which is not to be read here"


class Shown(TypedDict):
    """A certificate (by its fingerprint) in a file that the configuration of a program (by its key) names."""

    program: str
    file: str
    ports: list[int]
    fingerprint: str


class Listening(TypedDict):
    """The ref of a TCP endpoint with its port and the key of its program."""

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
            content = b64decode(file["content"])
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
    owners = owners_of(machine.activity)
    for listener, sockets in listeners_of(machine.activity).items():
        program = owners.program_of(sockets)
        if program is not None and listener.protocol == "tcp":
            ref = ref_of("endpoint", "|".join(map(str, listener)))
            yield {"endpoint": ref, "port": listener.port, "program": program.key}


def interpret(facts: Facts, section: Section, _root: Ref) -> None:
    """The certificates, each needed by the endpoints that show it, or by the program where it is not known which do."""
    refs = {fingerprint: _add(found, section) for fingerprint, found in sorted(facts["certificates"].items())}
    places: dict[Ref, dict[str, Shown]] = {}
    for shown in facts["shown"]:
        for place in _places(shown, facts["listening"]):
            places.setdefault(place, {}).setdefault(shown["fingerprint"], shown)
    for place, certificates in sorted(places.items()):
        is_only = len(certificates) == 1 and place.startswith("endpoint:")
        reason = "the only certificate that is shown there" if is_only else "one of several that are shown"
        if not place.startswith("endpoint:"):
            reason = "shown at one of its endpoints; at which is not known"
        for fingerprint, shown in certificates.items():
            strength = "hard" if is_only else "soft"
            told = {"strength": strength, "strength_reason": reason, "configured_in": shown["file"]}
            section.relate(place, SECURED_BY, refs[fingerprint], **told)


def _places(shown: Shown, listening: list[Listening]) -> list[Ref]:
    """The endpoints of the program at the ports, the only one that it has where no port is told, else the program."""
    own = [entry for entry in listening if entry["program"] == shown["program"]]
    found = [entry for entry in own if entry["port"] in shown["ports"]]
    if not shown["ports"] and len({entry["port"] for entry in own}) == 1:
        found = own
    if found:
        return [Ref(entry["endpoint"]) for entry in found]
    return [] if shown["ports"] else [ref_of("software_instance", shown["program"])]


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
