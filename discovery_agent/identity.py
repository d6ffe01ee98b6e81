"""As whom the agent reports: an id and a secret that only it and the server know."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from discovery_agent.errors import REFUSED, DiscoveryError
from discovery_agent.private_files import read_private, write_private
from discovery_agent.secret import Secret

_FILE = "identity.json"


class NotEnrolledError(DiscoveryError):
    """The agent has no identity yet, or the server does not accept it."""

    exit_code = REFUSED


class Identity(NamedTuple):
    """What the server knows the agent by. `server` is where it enrolled."""

    agent_id: str
    secret: Secret
    network_scope: str
    server: str

    @property
    def authorization(self) -> str:
        """The value of the Authorization header."""
        return f"Agent {self.agent_id}:{self.secret.reveal()}"


def load_identity(state: Path) -> Identity | None:
    """The identity in a state folder; None where there is none. Raises StateFolderError, NotEnrolledError."""
    path = state / _FILE
    found = read_private(path)
    if found is None:
        return None
    try:
        stored: dict[str, Any] = json.loads(found)
        texts = [str(stored[name]) for name in ("agent_id", "secret", "network_scope", "server")]
    except (ValueError, KeyError, TypeError) as error:
        raise NotEnrolledError(f"{path} is damaged; remove it and enrol again: discovery-agent enrol") from error
    return Identity(texts[0], Secret(texts[1]), texts[2], texts[3])


def save_identity(state: Path, identity: Identity) -> None:
    """Keep an identity. Raises StateFolderError."""
    stored = {
        "agent_id": identity.agent_id,
        "secret": identity.secret.reveal(),
        "network_scope": identity.network_scope,
        "server": identity.server,
    }
    write_private(state / _FILE, json.dumps(stored).encode())
