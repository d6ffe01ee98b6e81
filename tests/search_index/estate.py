"""A small estate as the store holds it, with only the interesting values spelt out."""

from typing import Any

from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.reading import ReadCIs
from graph_schema import load_registry

REGISTRY = load_registry()
HOUR = 3600 * 1_000_000
NOW = 1_767_268_800_000_000  # 2026-01-01T12:00:00Z
OSLO, BERGEN = "ci_site_oslo", "ci_site_bergen"


def ci(uid: str, ci_class: str, name: str, **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever the store holds
    """The stored properties of a CI."""
    known: dict[str, Any] = {"status": "active", "sources": ["agent:a1"], "root_uid": "", "created_at": NOW - 48 * HOUR}
    return {"uid": uid, "ci_class": ci_class, "name": name, **known, **properties}


def server(number: int, **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - see ci
    """A server that differs from the others by its number."""
    known = {
        "os_name": "Debian GNU/Linux",
        "serial_number": f"SN00{number}",
        "fqdn": f"app{number}.example.net",
        "ip_addresses": [f"10.0.0.{number}"],
        "root_uid": f"ci_server{number}",
        "sources": [f"agent:a{number}"],
    }
    return ci(f"ci_server{number}", "server", f"app{number}", **{**known, **properties})


def interface(number: int, **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - see ci
    """The first interface of the server with that number."""
    known = {"root_uid": f"ci_server{number}", "mac_address": f"02:00:00:00:00:0{number}"}
    return ci(f"ci_nic{number}", "network_interface", "eth0", **{**known, **properties})


def site(uid: str, name: str) -> dict[str, Any]:
    """A site."""
    return ci(uid, "site", name, sources=["manual:anna"], root_uid=uid)


def contents_of(*cis: dict[str, Any], located: dict[str, str] | None = None) -> Contents:
    """An index of these CIs; `located` says what stands in what."""
    contents = Contents(REGISTRY)
    sites = [entry for entry in cis if entry["ci_class"] == "site"]
    contents.locations.fill(sites, located or {})
    contents.fill(ReadCIs(list(cis), {}))
    return contents
