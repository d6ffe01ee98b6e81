"""The options of a scan without a server, and the job that they make."""

from argparse import ArgumentParser, Namespace
from collections.abc import Collection
from pathlib import Path

from discovery_agent.scan.credential_file import load_credentials
from discovery_agent.scan.fact_kinds import FACT_KINDS
from discovery_agent.scan.job import METHODS, SNMP_PORT, SSH_PORT, TCP_PORTS, Job, Limits, job_of
from discovery_agent.settings import SettingError

_USUAL = Limits()
_LIMITS = {
    "at_once": "devices at a time",
    "packets_per_second": "packets a second of the sweep",
    "timeout_seconds": "how long an answer is waited for",
    "tries": "how often is asked",
    "device_seconds": "how long one device may take",
}


def add_scan_options(parser: ArgumentParser) -> None:
    """What to scan, with what, how."""
    parser.add_argument(
        "ranges", nargs="+", metavar="RANGE", help="addresses, names, ranges (10.0.0.0/24, 10.0.0.1-10.0.0.9)"
    )
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="RANGE", help="leave these out; several times"
    )
    parser.add_argument(
        "--credentials", type=Path, metavar="FILE", help="TOML with [[credentials]], readable by you only"
    )
    parser.add_argument(
        "--methods", default=",".join(METHODS), metavar="NAMES", help=f"what to try (default: {','.join(METHODS)})"
    )
    parser.add_argument(
        "--facts",
        default=",".join(FACT_KINDS),
        metavar="NAMES",
        help=f"what is read beside what a device is (default: {','.join(FACT_KINDS)}); none for nothing",
    )
    ports = ",".join(map(str, TCP_PORTS))
    parser.add_argument("--tcp-ports", default=ports, metavar="PORTS", help=f"ports to look for (default: {ports})")
    parser.add_argument("--snmp-port", type=int, default=SNMP_PORT, metavar="N", help=f"default: {SNMP_PORT}")
    parser.add_argument("--ssh-port", type=int, default=SSH_PORT, metavar="N", help=f"default: {SSH_PORT}")
    for name, about in _LIMITS.items():
        usual: float = getattr(_USUAL, name)
        kind = int if isinstance(usual, int) else float
        shown = f"{about} (default: {usual:g})"
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, default=usual, metavar="N", help=shown)


def job_wanted(given: Namespace, network_scope: str, name: str) -> Job:
    """The job of the options, without its addresses. Raises JobError, SettingError."""
    message = {
        "job_id": name,
        "run_id": name,
        "network_scope": network_scope,
        "addresses": [],
        "methods": _names("methods", given.methods, METHODS),
        "facts": [] if given.facts == "none" else _names("facts", given.facts, FACT_KINDS),
        "tcp_ports": [int(port) if port.isdecimal() else port for port in given.tcp_ports.split(",") if port],
        "snmp_port": given.snmp_port,
        "ssh_port": given.ssh_port,
        "limits": {entry: getattr(given, entry) for entry in Limits._fields},
    }
    credentials = load_credentials(given.credentials) if given.credentials else ()
    return job_of(message)._replace(credentials=credentials)


def _names(option: str, text: str, known: Collection[str]) -> list[str]:
    names = [name for name in text.split(",") if name]
    unknown = sorted(set(names) - set(known))
    if unknown or not names:
        raise SettingError(f"--{option}={text!r}: {unknown or 'nothing'} is none; give some of {','.join(known)}")
    return names
