"""What a scan touches and how hard: the same for a definition, a run and a test of a credential."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cmdb_server.address_ranges import AddressRange, count, ranges_of, without
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.network_scans.schedule import Blackout, check_blackout
from cmdb_server.network_scope_names import check_scope_name
from discovery_agent.scan.fact_kinds import FACT_KINDS
from discovery_agent.scan.job import METHODS, SNMP_PORT, SSH_PORT, TCP_PORTS, Limits

MOST_ADDRESSES = 1 << 18
_LAST_PORT = 65_535


class ScanError(CmdbError):
    """A scan cannot be as somebody wants it."""

    def __init__(self, field_name: str, value: object, message: str, remedy: str, status: int = 422) -> None:
        """Field, value, what is wrong and what to do."""
        error = FieldError(field_name, str(value)[:100], message, remedy)
        super().__init__(f"{field_name} {error.value!r} {message}; {remedy}", status, "bad_scan", (error,))


@dataclass(frozen=True)
class Spec:
    """What is scanned. `collector` "" is any of the network scope; `credentials` empty are all that fit.

    `facts` are the kinds of facts that are read beside what a device is. With `reads_configuration` the configuration
    of applications is read on the machines, where their own policy and that of the collector allow it too.
    """

    network_scope: str = "default"
    ranges: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    collector: str = ""
    methods: tuple[str, ...] = METHODS
    tcp_ports: tuple[int, ...] = TCP_PORTS
    snmp_port: int = SNMP_PORT
    ssh_port: int = SSH_PORT
    tags: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    at_once: int = Limits().at_once
    packets_per_second: int = Limits().packets_per_second
    timeout_seconds: float = Limits().timeout_seconds
    tries: int = Limits().tries
    device_seconds: float = Limits().device_seconds
    time_zone: str = "UTC"
    blackouts: tuple[Blackout, ...] = field(default_factory=tuple)
    facts: tuple[str, ...] = tuple(FACT_KINDS)
    reads_configuration: bool = True

    @property
    def limits(self) -> Limits:
        """How hard the network is asked."""
        packets, seconds = self.packets_per_second, self.device_seconds
        return Limits(self.at_once, packets, self.timeout_seconds, self.tries, seconds)


def scanned(spec: Spec) -> tuple[AddressRange, ...]:
    """The ranges that a scan touches: without exclusions, and without the two addresses of a network that nobody has.

    Raises BadRangeError.
    """
    nobody = [text for written in spec.ranges for text in _not_usable(written)]
    return without(ranges_of(spec.ranges), [*ranges_of(spec.exclusions, "exclusions"), *ranges_of(nobody)])


def check(spec: Spec) -> None:
    """Raise ScanError, BadRangeError or ScopeNameError for a spec that cannot be."""
    check_scope_name(spec.network_scope)
    found = count(scanned(spec))
    if not found:
        raise ScanError("ranges", ", ".join(spec.ranges), "hold no address", "give a network, a range or an address")
    if found > MOST_ADDRESSES:
        message, remedy = f"hold {found:,} addresses", f"scan at most {MOST_ADDRESSES:,} at once; cut it into several"
        raise ScanError("ranges", ", ".join(spec.ranges), message, remedy)
    _check_words("methods", spec.methods, METHODS)
    _check_ports(spec)
    _check_times(spec)


def _check_ports(spec: Spec) -> None:
    for name, ports in (("tcp_ports", spec.tcp_ports), ("snmp_port", [spec.snmp_port]), ("ssh_port", [spec.ssh_port])):
        for port in ports:
            if not 0 < port <= _LAST_PORT:
                raise ScanError(name, port, "is no port", f"give 1 to {_LAST_PORT}")


def _check_times(spec: Spec) -> None:
    try:
        ZoneInfo(spec.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ScanError("time_zone", spec.time_zone, "is no time zone", "give one like Europe/Oslo or UTC") from error
    for turn, blackout in enumerate(spec.blackouts):
        if wrong := check_blackout(blackout):
            raise ScanError(f"blackouts[{turn}]", wrong, "cannot be", "give days mon to sun, and times like 22:00")


def _check_words(name: str, given: Iterable[str], known: Iterable[str]) -> None:
    words = tuple(given)
    for word in words or ("",):
        if word not in known:
            raise ScanError(name, word, "is none", f"give some of {', '.join(known)}")


def _not_usable(written: str) -> tuple[str, ...]:
    """Network and broadcast address of an IPv4 network that has them."""
    if "/" not in written or ":" in written:
        return ()
    (entry,) = ranges_of([written])
    return tuple(str(entry._replace(first=at, last=at)) for at in (entry.first, entry.last)) if entry.size > 2 else ()  # noqa: PLR2004 - RFC 3021: two addresses are both usable
