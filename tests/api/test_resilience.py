"""Availability, cut sets, circles and collisions over the API, on what agents reported."""

from collections.abc import Iterator

import httpx
import pytest

from cmdb_server.permissions.grants import Grant
from tests.api.estate import Estate, uid_of
from tests.api.serving import Serving


@pytest.fixture
def admin(shared_server: Serving, estate: Estate) -> Iterator[httpx.Client]:
    """A client with every permission, on the estate."""
    assert estate.roots
    with shared_server.client() as client:
        yield client


def test_availability_of_a_service_is_compared_with_what_is_agreed(admin: httpx.Client, estate: Estate) -> None:
    shop = uid_of(admin, "business_service", "shop")
    for uid, said in ((estate.db1, {"availability": 0.5}), (shop, {"availability_target": 0.99})):
        assert admin.patch(f"/cis/{uid}", json={"attributes": said, "reason": "agreed"}).status_code == 200

    found = admin.get(f"/cis/{shop}/availability").json()

    assert (found["method"], found["target"], found["meets_target"]) == ("exact", 0.99, False)
    assert found["contributors"][0]["ci"]["uid"] == estate.db1
    assert sum(found["states"].values()) == pytest.approx(1)
    assert admin.get("/cis/ci_nosuch/availability").status_code == 404


def test_cut_sets_are_told_in_pages(admin: httpx.Client, estate: Estate) -> None:
    shop = uid_of(admin, "business_service", "shop")

    page = admin.get(f"/cis/{shop}/cut-sets", params={"order": 2, "limit": 2}).json()

    assert page["total"] == page["by_size"]["1"] > len(page["items"]) == 2
    assert admin.get(f"/cis/{shop}/cut-sets", params={"order": 4}).status_code == 422
    assert estate.db1 in str(admin.get(f"/cis/{shop}/cut-sets").json())


def test_nothing_waits_for_itself(admin: httpx.Client) -> None:
    assert admin.get("/cannot-start").json()["total"] == 0


def test_collisions_are_found_and_bad_windows_refused(admin: httpx.Client, estate: Estate) -> None:
    changes = [{"name": "patch", "cis": [estate.app1]}, {"name": "move", "cis": [estate.db1]}]

    found = admin.post("/collisions", json={"changes": changes}).json()
    window = {"starts_at": "2027-01-02T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z"}
    refused = admin.post("/collisions", json={"changes": [{**changes[0], **window}, changes[1]]})

    (pair,) = found["pairs"]
    assert [service["name"] for service in pair["shared_services"]] == ["shop"]
    assert refused.json()["errors"][0]["field"] == "changes[0].ends_at"
    assert admin.post("/collisions", json={"changes": changes[:1]}).status_code == 422


def test_who_may_not_see_all_gets_the_same_without_names(shared_server: Serving, admin: httpx.Client) -> None:
    shop = uid_of(admin, "business_service", "shop")
    with shared_server.client(shared_server.token_with(Grant("server", read=("general",)))) as stranger:
        cuts = stranger.get("/cis/" + shop + "/cut-sets")
        seen = shared_server.client(shared_server.token_with(Grant("service", read=("general",))))
        with seen as client:
            told = client.get(f"/cis/{shop}/cut-sets").json()

    assert cuts.status_code == 403
    assert told["total"] == admin.get(f"/cis/{shop}/cut-sets").json()["total"]
    assert {ci["name"] for cut in told["items"] for ci in cut["cis"]} == {"Redacted"}
    assert {ci["root"] for cut in told["items"] for ci in cut["cis"]} <= {"Redacted", None}
