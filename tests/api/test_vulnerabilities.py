"""Tables of vulnerabilities on a real server: what is affected, what rests on it, what is accepted, not known."""

import io
import json
from collections.abc import Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import httpx
import pytest

from graph_schema.ci_classes.business_service import BusinessService
from graph_schema.ci_classes.server import Server
from graph_schema.relationships import DEPENDS_ON
from graph_schema.report import Report, Root, Section, encode, target
from tests.api.packaged import Deb, packaged
from tests.api.serving import Serving
from tests.ingest.machines import START
from tests.vulnerabilities.tables import CRITICAL, HIGH, cve, dump, osv, until
from tests.waiting import wait_until

OPENSSL = Deb("libssl3", "3.0.14-1~deb12u2", "openssl")
CURL = Deb("curl", "7.88.1-10+deb12u5")
TABLE = (
    osv("DEBIAN-CVE-2026-1111", "Debian:12", "openssl", *until("3.0.15-1~deb12u1"), summary="Bad handshake"),
    osv("DEBIAN-CVE-2026-2222", "Debian:12", "curl", severity=[{"type": "CVSS_V3", "score": HIGH}]),
    osv("DEBIAN-CVE-2026-3333", "Debian:13", "openssl", *until("9.9-1")),
    osv("DEBIAN-CVE-2026-4444", "Debian:12", "openssl", withdrawn="2026-01-03T00:00:00Z"),
)
LATER = "2099-01-01T00:00:00Z"


def taken(client: httpx.Client, name: str, content: bytes) -> dict[str, Any]:
    """What became of a table."""
    begun = client.post("/vulnerability-tables", params={"name": name}, content=content)
    assert begun.status_code == 202, begun.text
    path = f"/vulnerability-tables/{begun.json()['uid']}"
    wait_until(lambda: client.get(path).json()["state"] != "running")
    return client.get(path).json()


@pytest.fixture(scope="module")
def estate(shared_server: Serving) -> dict[str, str]:
    """The uids of three machines, on the first of which a service rests, with a table of their distribution."""
    with shared_server.client() as client:
        uids = {
            "web1": packaged(client, "web1", [OPENSSL, CURL, Deb("openssl", OPENSSL.version)]),
            "web2": packaged(client, "web2", [Deb("libssl3", "3.0.15-1~deb12u1", "openssl"), CURL]),
            "old1": packaged(client, "old1", [OPENSSL], "11"),
        }
        section = Section("services")
        shop = section.add(BusinessService(name="shop", users=500, criticality=4))
        section.relate(shop, DEPENDS_ON, target(Server(manufacturer="Dell", serial_number="SN-web1")), strength="hard")
        report = Report("services-1", "api:services", START.isoformat(), Root(shop, "business_service"), (section,))
        client.post("/reports", content=encode(report)).raise_for_status()
        table = taken(client, "all.zip", dump(*TABLE))
        assert (table["state"], table["entries"], table["changed"], table["refused"]) == ("done", 4, 4, 0)
    return uids


@pytest.fixture
def admin(shared_server: Serving, estate: dict[str, str]) -> Iterator[httpx.Client]:
    """A client with every permission."""
    assert estate
    with shared_server.client() as client:
        yield client


def listed(client: httpx.Client, **asked: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - values of the query
    """The rows of the list by CVE."""
    return {row["cve"]: row for row in client.get("/vulnerabilities", params=asked).json()["items"]}


def test_packages_are_matched_by_their_source_in_the_order_of_their_distribution(admin: httpx.Client) -> None:
    found = listed(admin)

    assert set(found) == {"CVE-2026-1111", "CVE-2026-2222"}
    assert (found["CVE-2026-1111"]["machines"], found["CVE-2026-1111"]["fix"]) == (1, "all")
    assert (found["CVE-2026-2222"]["machines"], found["CVE-2026-2222"]["fix"]) == (2, "none")


def test_a_vulnerability_tells_its_machines_and_the_services_that_rest_on_them(
    admin: httpx.Client, estate: dict[str, str]
) -> None:
    found = admin.get("/vulnerabilities/CVE-2026-1111").json()

    assert [one["uid"] for one in found["machines"]] == [estate["web1"]]
    assert [(one["name"], one["fixed"]) for one in found["packages"]] == [("openssl", "3.0.15-1~deb12u1")]
    (shop,) = found["services"]
    assert (shop["name"], shop["criticality"], shop["users"]) == ("shop", 4, 500)
    assert [step["name"] for step in shop["path"]] == ["web1", "shop"]
    assert (listed(admin)["CVE-2026-1111"]["criticality"], listed(admin)["CVE-2026-1111"]["services"]) == (4, 1)


def test_not_known_to_be_affected_differs_from_not_checked(admin: httpx.Client, estate: dict[str, str]) -> None:
    on = {name: admin.get(f"/cis/{uid}/vulnerabilities").json() for name, uid in estate.items()}
    tables = admin.get("/vulnerability-tables").json()

    assert (on["web1"]["total"], on["web1"]["checked"], on["web1"]["unchecked"]) == (2, 2, 0)
    assert (on["web2"]["total"], on["web2"]["checked"]) == (1, 2)
    assert (on["old1"]["total"], on["old1"]["checked"], on["old1"]["unchecked"]) == (0, 0, 1)
    assert {"ecosystem": "Debian:11", "packages": 1} in tables["uncovered"]
    assert "Debian:12" in {one["ecosystem"] for one in tables["covered"]}


def test_the_list_is_narrowed_by_severity_service_repair_and_words(admin: httpx.Client, estate: dict[str, str]) -> None:
    assert estate
    shop = admin.get("/vulnerabilities/CVE-2026-1111").json()["services"][0]["uid"]

    assert set(listed(admin, severity="high")) == {"CVE-2026-2222"}
    assert set(listed(admin, fixed="true")) == {"CVE-2026-1111"}
    assert set(listed(admin, q="handshake bad")) == {"CVE-2026-1111"}
    assert listed(admin, service=shop)["CVE-2026-2222"]["machines"] == 1
    assert listed(admin, site="nowhere") == {}
    assert admin.get("/vulnerabilities", params={"service": "nothing"}).status_code == 404


def test_what_a_distribution_does_not_score_is_scored_by_the_record_of_the_cve(admin: httpx.Client) -> None:
    before = listed(admin)["CVE-2026-1111"]["severity"]
    table = taken(admin, "CVE-2026-1111.json", json.dumps(cve("CVE-2026-1111", "openssl", "openssl", [])).encode())
    after = admin.get("/vulnerabilities/CVE-2026-1111").json()

    assert (before, table["formats"]) == ("unknown", ["CVE JSON 5"])
    assert (after["severity"], after["score"]) == ("critical", 9.8)
    assert {one["table"] for one in after["entries"]} == {"OSV", "CVE JSON 5"}
    assert "CPE" not in {one["ecosystem"] for one in admin.get("/vulnerability-tables").json()["covered"]}


def test_a_new_version_of_a_package_is_matched_and_a_repaired_one_no_longer(
    admin: httpx.Client, estate: dict[str, str]
) -> None:
    packaged(admin, "web3", [Deb("openssl", "3.0.13-1")])
    assert listed(admin)["CVE-2026-1111"]["machines"] == 2

    packaged(admin, "web3", [Deb("openssl", "3.0.16-1")])

    assert listed(admin)["CVE-2026-1111"]["machines"] == 1
    assert estate["web1"] in {one["uid"] for one in admin.get("/vulnerabilities/CVE-2026-1111").json()["machines"]}


def test_a_table_sent_again_changes_nothing_and_what_it_no_longer_tells_is_ended(admin: httpx.Client) -> None:
    entry = osv("X-CVE-2026-5555", "Debian:12", "curl", severity=[{"type": "CVSS_V3", "score": CRITICAL}])
    first, again = (taken(admin, "x.json", json.dumps(entry).encode()) for _ in range(2))
    assert (first["changed"], again["changed"]) == (1, 0)
    assert "CVE-2026-5555" in listed(admin)

    other = taken(admin, "x.json", json.dumps(osv("X-CVE-2026-5555", "Debian:12", "wget")).encode())

    assert other["changed"] == 1
    assert "CVE-2026-5555" not in listed(admin)


def test_entries_that_are_none_are_told_one_by_one_and_the_others_are_kept(admin: httpx.Client) -> None:
    lines = (osv("Y-1", "npm", "x"), {"id": "Y-2"}, osv("", "npm", "x"))
    content = b"\n".join(json.dumps(one).encode() for one in lines) + b"\n{nonsense\n"
    table = taken(admin, "some.ndjson", content)

    assert (table["state"], table["entries"], table["refused"]) == ("done", 1, 3)
    assert [one["file"] for one in table["problems"]] == [f"some.ndjson:{number}" for number in (2, 3, 4)]
    assert "id is missing" in table["problems"][1]["message"]
    assert admin.get("/vulnerabilities/Y-1").status_code == 200


def test_a_file_that_unpacks_to_far_more_is_refused(admin: httpx.Client) -> None:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("bomb.json", b"[" + b" " * (64 << 20) + b"]")

    table = taken(admin, "bomb.zip", content.getvalue())

    assert table["state"] == "failed"
    assert "unpacks to far more" in table["error"]
    damaged = taken(admin, "cut.zip", dump(*TABLE)[:-30])
    assert (damaged["state"], "damaged" in damaged["error"]) == ("failed", True)


def test_a_risk_is_accepted_with_a_reason_for_a_time_and_taken_back(
    admin: httpx.Client, estate: dict[str, str]
) -> None:
    wanted = {"cve": "CVE-2026-2222", "reason": "only curl of people", "until": LATER}
    made = admin.post("/vulnerability-exceptions", json=wanted)
    assert made.status_code == 201, made.text
    everywhere = listed(admin)["CVE-2026-2222"]["accepted"]
    on = admin.get(f"/cis/{estate['web2']}/vulnerabilities").json()["items"][0]

    assert everywhere["reason"] == on["accepted"]["reason"] == "only curl of people"
    assert set(listed(admin, accepted="true")) == {"CVE-2026-2222"}
    assert "CVE-2026-2222" not in listed(admin, accepted="false")
    assert admin.delete(f"/vulnerability-exceptions/{made.json()['uid']}").status_code == 204
    assert listed(admin)["CVE-2026-2222"]["accepted"] is None
    assert admin.delete(f"/vulnerability-exceptions/{made.json()['uid']}").status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"reason": " "}, 422, "reason"),
        ({"until": "2020-01-01T00:00:00Z"}, 422, "until"),
        ({"until": "soon"}, 422, "until"),
        ({"cve": "CVE-1999-0001"}, 404, ""),
        ({"ci_uid": "ci_nothing"}, 404, ""),
    ],
    ids=str,
)
def test_a_risk_that_cannot_be_accepted_so_is_refused(
    admin: httpx.Client, change: dict[str, str], status: int, field: str
) -> None:
    wanted = {"cve": "CVE-2026-2222", "reason": "because", "until": LATER, **change}
    refused = admin.post("/vulnerability-exceptions", json=wanted)

    assert refused.status_code == status
    assert [error["field"] for error in refused.json()["errors"]] == [field] * bool(field)


def test_who_may_only_read_takes_in_no_table_and_accepts_nothing(
    shared_server: Serving, estate: dict[str, str]
) -> None:
    with shared_server.client(shared_server.token_for("read")) as reader:
        refused = (
            reader.post("/vulnerability-tables", params={"name": "x"}, content=b"{}"),
            reader.post("/vulnerability-exceptions", json={"cve": "x", "reason": "x", "until": LATER}),
        )
        assert [answer.status_code for answer in refused] == [403, 403]
        assert reader.get(f"/cis/{estate['web1']}/vulnerabilities").status_code == 200
