"""Credentials as a collector gets them: with the options that it needs, and the password for sudo beside the log-in."""

from collections.abc import Iterable, Iterator
from ipaddress import summarize_address_range

from cmdb_server.address_ranges import AddressRange, address_of
from cmdb_server.credential_vault.credential import OpenCredential
from discovery_agent.scan.job import Credential
from discovery_agent.secret import Secret

_SUDO = "sudo"


def wire_credentials(opened: Iterable[OpenCredential]) -> Iterator[Credential]:
    """The credentials in their order. A sudo password goes with the log-ins of its user."""
    known = list(opened)
    sudo: dict[str, OpenCredential] = {}
    for entry in known:
        if entry.credential.kind == _SUDO:
            sudo.setdefault(entry.credential.wanted.user, entry)
    others = [entry for entry in known if entry.credential.kind != _SUDO]
    for order, (credential, secret) in enumerate(others):
        parts = {**credential.wanted.options, **secret}
        beside = sudo.get(credential.wanted.user) if credential.kind.startswith("ssh") else None
        if beside:
            parts["sudo_password"] = beside.secret["password"]
        yield Credential(
            credential.uid,
            credential.kind,
            credential.wanted.user,
            {name: Secret(value) for name, value in parts.items()},
            tuple(network for entry in credential.scope.ranges for network in networks_of(entry)),
            order,
            credential.failures_left,
            beside.credential.uid if beside else "",
            beside.credential.failures_left if beside else None,
        )


def networks_of(entry: AddressRange) -> Iterator[str]:
    """A range as networks, which together hold the same addresses."""
    first, last = address_of(entry.version, entry.first), address_of(entry.version, entry.last)
    return map(str, summarize_address_range(first, last))  # pyright: ignore[reportArgumentType] - both are of one version
