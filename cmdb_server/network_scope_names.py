"""The names of network scopes in identifiers: what means something within a scope only is named with it."""

from collections.abc import Sequence

DEFAULT = "default"


def scope_of(identifiers: Sequence[str]) -> str:
    """The network scope that an address, subnet or VLAN is of: its identifier is class, scope and value."""
    parts = identifiers[0].split(":", 2) if identifiers else []
    return parts[1] if len(parts) > 1 else DEFAULT
