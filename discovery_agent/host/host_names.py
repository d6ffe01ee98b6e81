"""Addresses of host names that configuration files name: of hosts(5), else of the machine's own resolver."""

import socket
from threading import Thread

from discovery_agent.host.later import later

MAX_NAMES = 64
_SECONDS = 3.0
_WHOLE = later(r"(?=.{4,253}\.?$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)+[A-Za-z][A-Za-z0-9-]{0,62}\.?")
_LABEL = later(r"[A-Za-z_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")


def is_whole_name(host: str) -> bool:
    """Whether a host is named with its domain, so that no search list changes what it means."""
    return bool(_WHOLE().fullmatch(host)) and not _is_address(host)


def is_short_name(host: str) -> bool:
    """Whether a host is named without a domain, which a search list puts behind it."""
    return bool(_LABEL().fullmatch(host)) and host.lower() != "localhost" and not _is_address(host)


def hosts_of(text: str) -> dict[str, list[str]]:
    """The addresses of each name in the text of hosts(5)."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        address, *names = line.partition("#")[0].split() or [""]
        if _is_address(address):
            for name in names:
                found.setdefault(name.lower(), []).append(address)
    return found


def ask_resolver(names: list[str]) -> dict[str, list[str]]:
    """What the resolver answers within a few seconds for all of them; a thread that hangs in it is left behind."""
    found: dict[str, list[str]] = {}

    def ask() -> None:
        for name in names[:MAX_NAMES]:
            try:
                answers = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError):
                continue
            found[name] = sorted({str(entry[4][0]).partition("%")[0] for entry in answers})

    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(_SECONDS)
    return dict(found)


def _is_address(text: str) -> bool:
    from graph_schema.values import is_address  # noqa: PLC0415 - the resident part needs no names, and saves its memory

    return is_address(text)
