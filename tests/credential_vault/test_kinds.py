"""The vault's kinds of credentials and those of the wire to collectors are the same."""

from cmdb_server.credential_vault.kind import known_kinds
from discovery_agent.scan.job import SECRET_NAMES

_SUDO = "sudo"  # goes to collectors as a part of the account that it belongs to


def test_a_collector_takes_every_kind_with_all_its_parts() -> None:
    kept = {
        kind.name: {part.name for part in (*kind.options, *kind.secret)} | _of(kind.method)
        for kind in known_kinds().values()
        if kind.name != _SUDO
    }

    assert {name: set(parts) for name, parts in SECRET_NAMES.items()} == kept


def _of(method: str) -> set[str]:
    return {"sudo_password"} if method == "ssh" else set()
