"""Single points of failure over the API, on what agents reported."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import httpx
import pytest
from openpyxl import load_workbook

from cmdb_server.permissions.grants import Grant
from tests.api.estate import Estate, uid_of
from tests.api.serving import Serving


@pytest.fixture
def admin(shared_server: Serving, estate: Estate) -> Iterator[httpx.Client]:
    """A client with every permission, on the estate."""
    assert estate.roots
    with shared_server.client() as client:
        yield client


def later(hours: int = 1) -> str:
    """A time to come."""
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


def test_the_report_names_what_falls_and_what_would_mend_it(admin: httpx.Client, estate: Estate) -> None:
    page = admin.get("/single-points").json()

    (db1,) = [point for point in page["items"] if point["ci"]["uid"] == estate.db1]
    assert page["is_ready"]
    assert db1["weight"]["score"] == 2000.0
    assert [service["name"] for service in db1["takes"]] == ["shop"]
    assert {remedy["owner"]["name"] for remedy in db1["remedies"]} >= {"shop", "postgres"}
    assert page["totals"]["services"] == 1


def test_a_part_of_the_report_by_service_query_and_page(admin: httpx.Client, estate: Estate) -> None:
    shop = uid_of(admin, "business_service", "shop")

    servers = admin.get("/single-points", params={"service": shop, "query": "server"}).json()
    second = admin.get("/single-points", params={"service": shop, "query": "server", "offset": 1, "limit": 1}).json()

    assert {point["ci"]["uid"] for point in servers["items"]} == {estate.app1, estate.db1}
    assert second["items"] == servers["items"][1:2]
    assert admin.get("/single-points", params={"query": "server and"}).status_code == 422
    assert admin.get("/single-points", params={"service": "nosuch"}).json()["code"] == "unknown_ci"


def test_one_ci_is_told_with_the_state_of_its_services_once_mended(admin: httpx.Client, estate: Estate) -> None:
    detail = admin.get(f"/cis/{estate.db1}/single-point").json()

    assert [service["name"] for service in detail["services"]] == ["shop"]
    assert detail["point"]["remedies"][0]["then"] in ("up", "at_risk")


def test_a_risk_is_accepted_and_taken_back(admin: httpx.Client, estate: Estate) -> None:
    path = f"/cis/{estate.db1}/accepted-risk"

    accepted = admin.put(path, json={"reason": "replaced in spring", "until": later()})

    assert accepted.json()["state"] == "holds"
    assert estate.db1 not in str(admin.get("/single-points").json()["items"])
    (listed,) = admin.get("/accepted-risks").json()["items"]
    assert (listed["ci"]["name"], listed["risk"]["reason"]) == ("db1", "replaced in spring")
    assert admin.delete(path).status_code == 204
    assert admin.delete(path).status_code == 404
    assert estate.db1 in str(admin.get("/single-points").json()["items"])
    noted = [entry["action"] for entry in admin.get("/audit", params={"action": "risk"}).json()["items"]]
    assert noted == ["risk.withdrawn", "risk.accepted"]


@pytest.mark.parametrize(
    "said", [{"reason": " ", "until": later()}, {"reason": "old", "until": "2020-01-01T00:00:00Z"}, {"reason": "old"}]
)
def test_a_risk_without_reason_or_end_is_refused(admin: httpx.Client, estate: Estate, said: dict[str, str]) -> None:
    assert admin.put(f"/cis/{estate.db1}/accepted-risk", json=said).status_code == 422


def test_before_anything_was_reported_there_was_none(admin: httpx.Client) -> None:
    page = admin.get("/single-points", params={"compare_with": "2025-01-01T00:00:00Z"}).json()

    assert {point["change"] for point in page["items"]} == {"new"}
    assert page["compared_with"] == "2025-01-01T00:00:00Z"
    assert admin.get("/single-points", params={"as_of": "2025-01-01T00:00:00Z"}).json()["items"] == []


def test_the_report_as_a_table(admin: httpx.Client) -> None:
    text = admin.get("/single-points/export").text.splitlines()
    book = load_workbook(BytesIO(admin.get("/single-points/export", params={"format": "xlsx"}).content))

    rows = list(book.worksheets[0].values)
    assert text[0].startswith("uid,name,class,root,site,score,services,users")
    assert len(text) == len(rows) == admin.get("/single-points").json()["total"] + 1


def test_who_may_not_see_all_gets_the_whole_report_without_names(
    admin: httpx.Client, shared_server: Serving, estate: Estate
) -> None:
    with shared_server.client(shared_server.token_with(Grant("server", read=("general",)))) as stranger:
        page, text = stranger.get("/single-points").json(), stranger.get("/single-points/export").text

    assert page["total"] == admin.get("/single-points").json()["total"]
    assert [point["weight"] for point in page["items"]] == [
        point["weight"] for point in admin.get("/single-points").json()["items"]
    ]
    for told in (str(page), text):
        assert estate.db1 in told
        assert "db1" in told
        assert "postgres" not in told
        assert "shop" not in told


def test_the_counts_of_days_are_those_that_the_job_kept(admin: httpx.Client, shared_server: Serving) -> None:
    shared_server.services.single_points.count()

    (day,) = admin.get("/single-points/days").json()["items"]

    assert day["services"] == 1
