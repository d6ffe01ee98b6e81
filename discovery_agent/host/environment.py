"""What the environment of a container names: hosts and ports out of URLs and variables, never their logins."""

from discovery_agent.host.application_facts import NeedReading
from discovery_agent.host.declared_needs import needs_in
from discovery_agent.host.foreign_json import entries, text

_MOST_VARIABLES = 500
_HOST_OF_SERVICE = "_SERVICE_HOST"
_TRANSPORTS = ("tcp://", "udp://", "sctp://")


def needs_of_environment(environment: object, name: str) -> list[NeedReading]:
    """The needs in a list of `NAME=value` of the container of that name."""
    pairs = (text(entry).partition("=") for entry in entries(environment)[:_MOST_VARIABLES])
    variables = _of_its_own({variable: value for variable, _, value in pairs})
    found = needs_in(variables, f"environment of the container {name}")
    return [{**need._asdict(), "addresses": []} for need in found]  # pyright: ignore[reportReturnType] - the fields of a Need


def _of_its_own(variables: dict[str, str]) -> dict[str, str]:
    """Without those by which Kubernetes tells each container of all services beside it, whether it uses them or not."""
    hosts = (name.removesuffix(_HOST_OF_SERVICE) for name in variables if name.endswith(_HOST_OF_SERVICE))
    services = [name for name in hosts if variables.get(f"{name}_PORT", "").startswith(_TRANSPORTS)]
    told = tuple(f"{name}{mark}" for name in services for mark in (_HOST_OF_SERVICE, "_PORT"))
    return {name: value for name, value in variables.items() if not name.startswith(told)}
