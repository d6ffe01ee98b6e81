"""Values of the messages between server and collector: taken as declared, or refused with what is accepted."""

from collections.abc import Mapping, Sequence
from ipaddress import ip_address, ip_network
from typing import Any

from discovery_agent.errors import USAGE, DiscoveryError

_LAST_PORT = 65_535


class JobError(DiscoveryError):
    """A job or an outcome is not as the wire has it; the text names field, value and what is accepted."""

    exit_code = USAGE


def text_of(message: Mapping[str, Any], name: str) -> str:
    """A text that must be given. Raises JobError, like all here."""
    value = message.get(name)
    if not isinstance(value, str) or not value:
        raise JobError(f"{name}={value!r} is no text; it must be given")
    return value


def mapping_of(name: str, value: object) -> Mapping[str, Any]:
    """An object."""
    if not isinstance(value, Mapping):
        raise JobError(f"{name} is no object")
    return value  # pyright: ignore[reportUnknownVariableType] - somebody else's JSON


def list_of(name: str, value: object) -> Sequence[Any]:
    """A list."""
    if not isinstance(value, list | tuple):
        raise JobError(f"{name} is no list")
    return value  # pyright: ignore[reportUnknownVariableType] - somebody else's JSON


def number_of(name: str, value: object, least: float) -> float:
    """A number of at least so much."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= least:
        raise JobError(f"{name}={value!r} is no number of at least {least:g}")
    return float(value)


def port_of(name: str, value: object) -> int:
    """A port."""
    if not isinstance(value, int) or not 0 < value <= _LAST_PORT:
        raise JobError(f"{name}={value!r} is no port; give 1 to {_LAST_PORT:,}")
    return value


def address_of(value: object) -> str:
    """An address as it is usually written."""
    try:
        return str(ip_address(str(value)))
    except ValueError as error:
        raise JobError(f"{value!r} is no address; give e.g. 10.0.0.1") from error


def network_of(value: str) -> str:
    """A range as it is usually written."""
    try:
        return str(ip_network(value, strict=False))
    except ValueError as error:
        raise JobError(f"networks: {value!r} is no range: {error}; give e.g. 10.0.0.0/24") from error
