"""The names of network scopes in identifiers: what means something within a scope only is named with it."""

from collections.abc import Sequence

from cmdb_server.errors import CmdbError, FieldError

DEFAULT = "default"
REMEDY = "name it with letters, digits, blanks, dots, dashes and underscores, e.g. branch-oslo"
_LONGEST, _SEPARATORS = 100, ":/|"  # what stands between the parts of identifiers, targets and references


class ScopeNameError(CmdbError):
    """A network scope cannot be called that."""

    def __init__(self, field_name: str, name: str, fault: str) -> None:
        """422 with field, value and remedy."""
        error = FieldError(field_name, name[:_LONGEST], fault, REMEDY)
        super().__init__(f"{field_name} {error.value!r} {fault}; {REMEDY}", 422, "bad_network_scope", (error,))


def fault_of(name: str) -> str:
    """What is wrong with a name of a network scope, "" for nothing."""
    if not name or len(name) > _LONGEST:
        return f"must have 1 to {_LONGEST} characters"
    if not name.isprintable() or name != name.strip():
        return "must be printable, without blanks around it"
    return next((f"must not contain {sign!r}" for sign in _SEPARATORS if sign in name), "")


def check_scope_name(name: str, field_name: str = "network_scope") -> None:
    """Raise ScopeNameError for a name that a network scope cannot have."""
    if fault := fault_of(name):
        raise ScopeNameError(field_name, name, fault)


def scope_of(identifiers: Sequence[str]) -> str:
    """The network scope that an address, subnet or VLAN is of: its identifier is class, scope and value."""
    parts = identifiers[0].split(":", 2) if identifiers else []
    return parts[1] if len(parts) > 1 else DEFAULT
