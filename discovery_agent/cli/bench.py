"""discovery-agent bench: what the agent costs on this machine."""

import json
import sys
from argparse import ArgumentParser, Namespace

from discovery_agent.bench.comparison import compare, lines_of
from discovery_agent.command import Command
from discovery_agent.errors import DONE
from discovery_agent.settings import SettingError, Settings

_RUNS = 10
_LOOKS = 60
_AT_ONCE, _LOSS, _DEAD = 500, 10.0, 5.0
_MOST_PERCENT = 50


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--ssh-hosts", type=int, default=0, metavar="N", help="measure scans of so many hosts over SSH instead"
    )
    parser.add_argument(
        "--snmp-devices", type=int, default=0, metavar="N", help="measure scans of so many simulated switches instead"
    )
    parser.add_argument(
        "--at-once", type=int, default=_AT_ONCE, metavar="N", help=f"so many of them (default: {_AT_ONCE})"
    )
    parser.add_argument(
        "--loss", type=float, default=_LOSS, metavar="PERCENT", help=f"packets that get lost (default: {_LOSS:g})"
    )
    parser.add_argument(
        "--dead", type=float, default=_DEAD, metavar="PERCENT", help=f"switches that never answer (default: {_DEAD:g})"
    )
    parser.add_argument(
        "--sockets",
        type=int,
        nargs="+",
        default=[],
        metavar="N",
        help="measure the sampler of connections with so many sockets instead (1000 20000)",
    )
    parser.add_argument(
        "--networks",
        type=int,
        default=0,
        metavar="N",
        help="measure the sampler of connections in so many networks of containers instead",
    )
    parser.add_argument("--runs", type=int, default=_RUNS, help=f"runs of each program (default: {_RUNS})")


def run(given: Namespace, _settings: Settings) -> int:
    """Measure in a state folder of its own and print the figures."""
    if given.ssh_hosts:
        return _measure_ssh(given)
    if given.snmp_devices:
        return _measure_snmp(given)
    if given.networks:
        return _measure_networks(given)
    if given.sockets:
        return _measure_sampler(given)
    found = compare(max(1, given.runs))
    text = json.dumps(found.as_json()) if given.json else "\n".join(lines_of(found))
    sys.stdout.write(f"{text}\n")
    return DONE


def _measure_networks(given: Namespace) -> int:
    from discovery_agent.bench import networks  # noqa: PLC0415 - the others need none of it

    found = networks.measure_networks(given.networks, _LOOKS * max(1, given.runs))
    text = json.dumps(found.as_json()) if given.json else "\n".join(networks.lines_of(found))
    sys.stdout.write(f"{text}\n")
    return DONE


def _measure_sampler(given: Namespace) -> int:
    from discovery_agent.bench import sampling  # noqa: PLC0415 - only what is measured is loaded

    wrong = next((number for number in given.sockets if not 2 <= number <= sampling.MOST_SOCKETS), None)  # noqa: PLR2004 - both ends of one
    if wrong is not None:
        raise SettingError(f"--sockets={wrong} cannot be; give 2 to {sampling.MOST_SOCKETS:,}")
    found = [sampling.measure_sampler(number, max(1, given.runs)) for number in given.sockets]
    text = json.dumps([entry.as_json() for entry in found]) if given.json else "\n".join(sampling.lines_of(found))
    sys.stdout.write(f"{text}\n")
    return DONE


def _measure_ssh(given: Namespace) -> int:
    from discovery_agent.bench import ssh_scan  # noqa: PLC0415 - needs the libraries of the scanner, the others do not

    found = ssh_scan.measure_ssh(given.ssh_hosts)
    text = json.dumps(found.as_json()) if given.json else "\n".join(ssh_scan.lines_of(found))
    sys.stdout.write(f"{text}\n")
    return DONE


def _measure_snmp(given: Namespace) -> int:
    from discovery_agent.bench import snmp_scan  # noqa: PLC0415 - as above
    from discovery_agent.bench.responder import Network  # noqa: PLC0415 - as above

    for name, value, most in (
        ("snmp-devices", given.snmp_devices, snmp_scan.MOST_DEVICES),
        ("at-once", given.at_once, snmp_scan.MOST_DEVICES),
    ):
        if not 1 <= value <= most:
            raise SettingError(f"--{name}={value} cannot be; give 1 to {most:,}")
    for name, value in (("loss", given.loss), ("dead", given.dead)):
        if not 0 <= value <= _MOST_PERCENT:
            raise SettingError(f"--{name}={value:g} cannot be; give 0 to {_MOST_PERCENT}")
    network = Network(given.loss / 100, given.dead / 100)
    found = snmp_scan.measure_snmp(snmp_scan.Plan(given.snmp_devices, given.at_once, network))
    text = json.dumps(found.as_json()) if given.json else "\n".join(snmp_scan.lines_of(found))
    sys.stdout.write(f"{text}\n")
    return DONE


command = Command("measure what the agent costs here, beside fusioninventory-agent where installed", run, add_options)
