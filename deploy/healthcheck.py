"""Whether the server of this data directory and its graph engine answer: exit code 0, for Docker's HEALTHCHECK."""

import json
import ssl
import sys
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from cmdb_server.server_files import ServerFiles
from cmdb_server.settings import load_settings

_SECONDS = 8


def main() -> str | int:
    """0, or what is wrong."""
    settings = load_settings()
    running = ServerFiles(settings.data_dir).running_at()
    if running is None:
        return f"no server runs on {settings.data_dir}"
    try:
        status, engine_state = _health(running.url)
    except (OSError, HTTPException, ValueError, KeyError) as error:
        return f"{running.url} does not answer: {error}"
    return 0 if status == "ok" else f"the graph engine is {engine_state}"


def _health(url: str) -> tuple[str, str]:
    """The server's status and its engine's state."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 0
    connection = HTTPConnection(host, port, timeout=_SECONDS)
    if parts.scheme == "https":
        # The certificate names the server as the network knows it; here it is asked by its loopback address.
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = HTTPSConnection(host, port, timeout=_SECONDS, context=context)
    try:
        connection.request("GET", "/api/v1/health")
        health = json.loads(connection.getresponse().read())
    finally:
        connection.close()
    return health["status"], health["engine"]["state"]


if __name__ == "__main__":
    sys.exit(main())
