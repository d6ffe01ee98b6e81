"""What the environment of a container names: hosts and ports out of URLs and variables, never their logins."""

from discovery_agent.host.application_facts import NeedReading
from discovery_agent.host.declared_needs import needs_in
from discovery_agent.host.foreign_json import entries, text

_MOST_VARIABLES = 500


def needs_of_environment(environment: object, name: str) -> list[NeedReading]:
    """The needs in a list of `NAME=value` of the container of that name."""
    pairs = (text(entry).partition("=") for entry in entries(environment)[:_MOST_VARIABLES])
    found = needs_in({variable: value for variable, _, value in pairs}, f"environment of the container {name}")
    return [{**need._asdict(), "addresses": []} for need in found]  # pyright: ignore[reportReturnType] - the fields of a Need
