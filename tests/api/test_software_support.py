"""End of life on a real server: what is installed is of a cycle that a table tells of, and ends on a day."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.api.installing import installed_on
from tests.api.packaged import Deb, packaged
from tests.api.serving import Serving
from tests.api.test_vulnerabilities import taken

TODAY = datetime.now(UTC).date()
SOON = (TODAY + timedelta(days=30)).isoformat()
SQL_SERVER = {
    "name": "mssqlserver",
    "label": "Microsoft SQL Server",
    "identifiers": [{"type": "cpe", "id": "cpe:2.3:a:microsoft:sql_server"}],
    "releases": [
        {"name": "13.0", "eolFrom": "2026-07-14", "isEol": True, "latest": {"name": "13.0.7000"}},
        {"name": "15.0", "eolFrom": SOON, "isEol": False},
    ],
}
DEBIAN = [{"cycle": "12", "eol": (TODAY + timedelta(days=900)).isoformat()}, {"cycle": "11", "eol": "2026-08-31"}]


@pytest.fixture(scope="module")
def estate(shared_server: Serving) -> dict[str, str]:
    """The uids of machines with software of both cycles, on two releases of Debian."""
    with shared_server.client() as client:
        uids = {
            name: installed_on(client, name, ("Microsoft Corporation", "SQL Server 2019 Standard", version))
            for name, version in (("win1", "15.0.2000.5"), ("win2", "13.0.5026.0"), ("win3", "13.0.6300.2"))
        }
        uids["deb11"] = packaged(client, "deb11", [Deb("nginx", "1.18.0-6")], "11")
        content = json.dumps({"schema_version": "1.2.0", "result": [SQL_SERVER, {"label": "no name"}]})
        table = taken(client, "products.json", content.encode())
        assert (table["lifecycles"], table["refused"]) == (1, 1)
        assert taken(client, "debian.json", json.dumps(DEBIAN).encode())["lifecycles"] == 1
    return uids


@pytest.fixture
def admin(shared_server: Serving, estate: dict[str, str]) -> Iterator[httpx.Client]:
    """A client with every permission."""
    assert estate
    with shared_server.client() as client:
        yield client


def lines(client: httpx.Client, path: str = "/software-support", **asked: str) -> dict[tuple[str, str], dict[str, Any]]:
    """The lines by product and cycle."""
    items = client.get(path, params=asked).json()["items"]
    return {(one["product"], one["cycle"]): one for one in items}


def test_versions_are_of_the_cycle_that_they_begin_with(admin: httpx.Client) -> None:
    found = lines(admin)
    old, new = found["SQL Server", "13.0"], found["SQL Server", "15.0"]

    assert (old["state"], old["machines"], old["versions"]) == ("ended", 2, ["2019"])
    assert (new["state"], new["ends_on"], new["machines"]) == ("ends_soon", SOON, 1)
    assert set(lines(admin, state="ends_soon")) == {("SQL Server", "15.0")}


def test_an_operating_system_ends_as_its_distribution_says(admin: httpx.Client, estate: dict[str, str]) -> None:
    system = lines(admin)["Debian GNU/Linux", "11"]
    on = lines(admin, f"/cis/{estate['deb11']}/support")

    assert (system["state"], system["machines"]) == ("ended", 1)
    assert set(on) == {("Debian GNU/Linux", "11")}


def test_a_count_of_machines_equals_the_list_behind_it(admin: httpx.Client) -> None:
    for one in lines(admin).values():
        asked = {name: one[name] for name in ("publisher", "product", "cycle")}
        behind = admin.get("/software-support/machines", params=asked).json()
        assert behind["total"] == one["machines"] == len({item["uid"] for item in behind["items"]})
    assert admin.get("/software-support/machines", params={"product": "x", "cycle": "1"}).status_code == 404


def test_what_ends_soon_is_in_the_calendar_of_dates(admin: httpx.Client) -> None:
    within = {days: admin.get("/asset-calendar", params={"days": days}).json()["items"] for days in (10, 90)}
    found = {
        days: [(one["on"], one["title"]) for one in items if one["kind"] == "end of support"]
        for days, items in within.items()
    }

    assert found == {10: [], 90: [(SOON, "SQL Server 15.0")]}
