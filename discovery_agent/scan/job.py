"""The wire between server and collector: a job with its targets and credentials, and what came of each address.

Both sides read and write it with this file. It imports the standard library and the table of outcomes only.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from discovery_agent.scan.fact_kinds import CONFIGURATION, FACT_KINDS
from discovery_agent.scan.message_values import (
    JobError,
    address_of,
    list_of,
    mapping_of,
    network_of,
    number_of,
    port_of,
    text_of,
)
from discovery_agent.scan.outcomes import OUTCOMES
from discovery_agent.scan.shown_key import ShownKey, shown_key
from discovery_agent.secret import Secret

Method: TypeAlias = Literal["icmp", "arp", "tcp", "snmp", "ssh"]
State: TypeAlias = Literal["inventoried", "reachable", "silent", "failed"]
METHODS: tuple[Method, ...] = get_args(Method)
STATES: tuple[State, ...] = get_args(State)
MAX_ADDRESSES = 1024
TCP_PORTS = (22, 80, 443)
SNMP_PORT, SSH_PORT = 161, 22
_MAX_DETAIL = 500
_COUNTS = ("at_once", "packets_per_second", "tries")
_LEAST_SECONDS = 0.001

SECRET_NAMES: Mapping[str, tuple[str, ...]] = {
    "snmp_v1": ("community",),
    "snmp_v2c": ("community",),
    "snmp_v3": ("authentication", "authentication_passphrase", "privacy", "privacy_passphrase"),
    "ssh_password": ("password", "sudo_password"),
    "ssh_key": ("private_key", "passphrase", "sudo_password"),
}
"""The kinds of credentials and what the secret of each may hold; the protocols of version 3 travel with it."""


class Credential(NamedTuple):
    """With what a device is asked. Empty `networks` cover all; the smallest `order` is tried first.

    After `failures_left` refusals it is not tried again, so that no account is locked; None for as often as one likes.
    A password for sudo among the secret is a credential too, with refusals of its own.
    """

    credential_id: str
    kind: str
    user: str
    secret: Mapping[str, Secret]
    networks: tuple[str, ...] = ()
    order: int = 0
    failures_left: int | None = None
    sudo_credential_id: str = ""
    sudo_failures_left: int | None = None

    def covers(self, address: str) -> bool:
        """Whether it is meant for an address."""
        place = ip_address(address)
        return not self.networks or any(place in ip_network(network, strict=False) for network in self.networks)

    def text(self, name: str) -> str:
        """A part of the secret, empty where it has none."""
        return self.secret[name].reveal() if name in self.secret else ""


class Limits(NamedTuple):
    """How hard the network is asked: targets at once, packets a second, how long and how often one is waited for."""

    at_once: int = 100
    packets_per_second: int = 10_000
    timeout_seconds: float = 2.0
    tries: int = 2
    device_seconds: float = 300.0


class Job(NamedTuple):
    """What a collector is to do. `affinity` names the credentials of an address that worked last, spaces between.

    `facts` are the kinds of facts that are read beside what a device is; `host_keys` holds the key that a person
    accepted of an address, though another is pinned. `is_test`: whether the credentials work is what is asked.
    """

    job_id: str
    run_id: str
    network_scope: str
    addresses: tuple[str, ...]
    methods: tuple[Method, ...] = METHODS
    tcp_ports: tuple[int, ...] = TCP_PORTS
    snmp_port: int = SNMP_PORT
    ssh_port: int = SSH_PORT
    credentials: tuple[Credential, ...] = ()
    affinity: Mapping[str, str] = {}
    limits: Limits = Limits()
    expires_at: str = ""
    facts: tuple[str, ...] = tuple(FACT_KINDS)
    reads_configuration: bool = True
    host_keys: Mapping[str, ShownKey] = {}
    is_test: bool = False

    @property
    def wanted(self) -> tuple[str, ...]:
        """What a target is asked for: kinds of facts, and its applications' configuration where that may be read."""
        return (*self.facts, CONFIGURATION) if self.reads_configuration else self.facts

    def credentials_for(self, address: str, method: Method) -> list[Credential]:
        """Those of a method that cover an address, in the order in which they are tried."""
        fitting = [entry for entry in self.credentials if entry.kind.startswith(method) and entry.covers(address)]
        worked = self.affinity.get(address, "").split()
        return sorted(fitting, key=lambda entry: (entry.credential_id not in worked, entry.order, entry.credential_id))


class Attempt(NamedTuple):
    """One try of a method at an address, with its outcome's name in the table of outcomes.

    `host_key` is the one that the device shows where that is the outcome.
    """

    at: str
    method: Method
    credential_id: str | None
    outcome: str
    detail: str
    milliseconds: int
    host_key: ShownKey | None = None


class AddressOutcome(NamedTuple):
    """What came of an address: its attempts in order, and the sources that reported about it."""

    address: str
    state: State
    attempts: tuple[Attempt, ...] = ()
    sources: tuple[str, ...] = ()


def attempt_of(method: Method, credential_id: str | None, outcome: str, detail: str, milliseconds: float) -> Attempt:
    """An attempt that ended just now. What a device said is shortened, and no terminal takes orders from it."""
    shown = "".join(sign if sign.isprintable() else " " for sign in detail[:_MAX_DETAIL])
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Attempt(at, method, credential_id, OUTCOMES[outcome].name, shown, round(milliseconds))


def message_of_job(job: Job) -> dict[str, Any]:
    """A job as JSON, secrets among it."""
    credentials = [message_of_credential(entry) for entry in job.credentials]
    keys = {address: str(key) for address, key in job.host_keys.items()}
    told = {"affinity": dict(job.affinity), "limits": job.limits._asdict(), "host_keys": keys}
    return {**job._asdict(), "credentials": credentials, **told}


def message_of_credential(credential: Credential) -> dict[str, Any]:
    """A credential as JSON, its secret among it."""
    secret = {name: value.reveal() for name, value in credential.secret.items()}
    return {**credential._asdict(), "secret": secret, "networks": list(credential.networks)}


def job_of(message: Mapping[str, Any]) -> Job:
    """The job of a message. Raises JobError. What this version does not know is left aside."""
    return Job(
        job_id=text_of(message, "job_id"),
        run_id=text_of(message, "run_id"),
        network_scope=text_of(message, "network_scope"),
        addresses=_addresses(message.get("addresses")),
        methods=tuple(method for method in METHODS if method in list_of("methods", message.get("methods", METHODS))),
        tcp_ports=_ports("tcp_ports", message.get("tcp_ports", TCP_PORTS)),
        snmp_port=port_of("snmp_port", message.get("snmp_port", SNMP_PORT)),
        ssh_port=port_of("ssh_port", message.get("ssh_port", SSH_PORT)),
        credentials=tuple(credential_of(entry) for entry in list_of("credentials", message.get("credentials", ()))),
        affinity={str(name): str(value) for name, value in mapping_of("affinity", message.get("affinity", {})).items()},
        limits=_limits(mapping_of("limits", message.get("limits", {}))),
        expires_at=str(message.get("expires_at") or ""),
        facts=tuple(name for name in FACT_KINDS if name in list_of("facts", message.get("facts", tuple(FACT_KINDS)))),
        reads_configuration=message.get("reads_configuration") is not False,
        host_keys=_host_keys(mapping_of("host_keys", message.get("host_keys", {}))),
        is_test=message.get("is_test") is True,
    )


def credential_of(message: object) -> Credential:
    """A credential of a message. Raises JobError, which never shows what is in the secret."""
    said = mapping_of("credentials[]", message)
    kind, secret = text_of(said, "kind"), mapping_of("secret", said.get("secret") or {})
    if kind not in SECRET_NAMES:
        raise JobError(f"kind={kind!r} is no kind of credential; there are: {', '.join(SECRET_NAMES)}")
    unknown = sorted(set(secret) - set(SECRET_NAMES[kind]))
    if unknown:
        raise JobError(f"secret.{unknown[0]} is nothing that {kind} has; it has: {', '.join(SECRET_NAMES[kind])}")
    networks = tuple(network_of(str(entry)) for entry in list_of("networks", said.get("networks") or ()))
    parts = {name: Secret(str(value)) for name, value in secret.items() if value not in (None, "")}
    order = said.get("order") or 0
    if not isinstance(order, int):
        raise JobError(f"order={order!r} is no whole number; give 0, 1, 2 ...")
    return Credential(
        text_of(said, "credential_id"),
        kind,
        str(said.get("user") or ""),
        parts,
        networks,
        order,
        _left(said, "failures_left"),
        str(said.get("sudo_credential_id") or ""),
        _left(said, "sudo_failures_left"),
    )


def _left(said: Mapping[str, Any], name: str) -> int | None:
    value = said.get(name)
    if not isinstance(value, int | None):
        raise JobError(f"{name}={value!r} is no whole number; give 0, 1, 2 ... or leave it out")
    return value


def message_of_outcome(outcome: AddressOutcome) -> dict[str, Any]:
    """An outcome as JSON."""
    attempts = [_message_of_attempt(attempt) for attempt in outcome.attempts]
    return {**outcome._asdict(), "attempts": attempts, "sources": list(outcome.sources)}


def _message_of_attempt(attempt: Attempt) -> dict[str, Any]:
    told = attempt._asdict()
    key = told.pop("host_key")
    return {**told, "host_key": str(key)} if key else told


def outcome_of(message: Mapping[str, Any]) -> AddressOutcome:
    """The outcome of a message. Raises JobError."""
    state = message.get("state")
    if state not in STATES:
        raise JobError(f"state={state!r} is none; there are: {', '.join(STATES)}")
    attempts = tuple(_attempt(entry) for entry in list_of("attempts", message.get("attempts", ())))
    sources = tuple(map(str, list_of("sources", message.get("sources", ()))))
    return AddressOutcome(address_of(message.get("address")), state, attempts, sources)


def _attempt(message: object) -> Attempt:
    said = mapping_of("attempts[]", message)
    method, outcome, credential = said.get("method"), said.get("outcome"), said.get("credential_id")
    if method not in METHODS:
        raise JobError(f"method={method!r} is none; there are: {', '.join(METHODS)}")
    if outcome not in OUTCOMES:
        raise JobError(f"outcome={outcome!r} is none; there are: {', '.join(OUTCOMES)}")
    milliseconds = int(number_of("milliseconds", said.get("milliseconds", 0), least=0))
    identifier = None if credential is None else str(credential)
    detail, key = str(said.get("detail") or ""), shown_key(str(said.get("host_key") or ""))
    return Attempt(text_of(said, "at"), method, identifier, outcome, detail, milliseconds, key)


def _host_keys(said: Mapping[str, Any]) -> dict[str, ShownKey]:
    """What is no key is left aside: the pinned one stays, as if nobody had accepted another."""
    found = {address: shown_key(str(text)) for address, text in said.items()}
    return {address: key for address, key in found.items() if key}


def _limits(said: Mapping[str, Any]) -> Limits:
    known = {
        name: number_of(f"limits.{name}", said[name], 1 if name in _COUNTS else _LEAST_SECONDS)
        for name in Limits._fields
        if name in said
    }
    usual = Limits()._replace(**known)
    return usual._replace(**{name: int(getattr(usual, name)) for name in _COUNTS})


def _ports(name: str, value: object) -> tuple[int, ...]:
    return tuple(port_of(name, entry) for entry in list_of(name, value))


def _addresses(value: object) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(address_of(entry) for entry in list_of("addresses", value)))
    if len(found) > MAX_ADDRESSES:
        raise JobError(f"addresses: {len(found):,} are too many; a job has at most {MAX_ADDRESSES:,}")
    return found
