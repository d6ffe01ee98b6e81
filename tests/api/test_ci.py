"""One configuration item over HTTP; what is told of it is held in tests/ci_detail."""

import httpx
import pytest

from tests.api.estate import Estate, uid_of

TABS = ("", "/relationships", "/software", "/connections", "/history")


def test_a_ci_tells_its_attributes_with_their_sources(reader: httpx.Client, estate: Estate) -> None:
    ci = reader.get(f"/cis/{estate.app1}").json()

    attributes = {attribute["name"]: attribute for attribute in ci["attributes"]}
    assert (ci["uid"], ci["name"], ci["ci_class"], ci["status"]) == (estate.app1, "app1", "server", "active")
    assert [step["name"] for step in ci["class_path"]] == ["ci", "device", "computer", "server"]
    assert attributes["kernel_version"]["value"] == "6.1"
    assert attributes["kernel_version"]["source"]["kind"] == "agent"
    assert [claim["value"] for claim in attributes["kernel_version"]["claims"]] == ["6.1"]
    assert ci["merged_into"] is None


def test_the_counts_of_a_ci_are_those_of_its_tabs(reader: httpx.Client, estate: Estate) -> None:
    counts = reader.get(f"/cis/{estate.app1}").json()["counts"]

    for tab in ("relationships", "software", "connections"):
        page = reader.get(f"/cis/{estate.app1}/{tab}").json()
        assert page["total"] == len(page["items"]) == counts[tab] > 0
    assert len(reader.get(f"/cis/{estate.app1}/history").json()["items"]) == counts["history"]


def test_software_is_filtered_and_comes_in_pages(reader: httpx.Client, estate: Estate) -> None:
    path = f"/cis/{estate.app1}/software"
    whole = reader.get(path).json()
    pages = [reader.get(path, params={"offset": at, "limit": 2}).json() for at in (0, 2)]
    found = reader.get(path, params={"q": "NGINX 1.22"}).json()

    assert [item["product"] for item in whole["items"]] == ["nginx", "openssl", "zlib"]
    assert [item for page in pages for item in page["items"]] == whole["items"]
    assert [page["total"] for page in pages] == [3, 3]
    assert [item["product"] for item in found["items"]] == ["nginx"]


@pytest.mark.usefixtures("estate")
def test_relationships_are_filtered_by_type_and_direction(reader: httpx.Client) -> None:
    app = uid_of(reader, "software_instance", "app")
    path = f"/cis/{app}/relationships"

    def found(**filters: str) -> set[tuple[str, str, str]]:
        items = reader.get(path, params=filters).json()["items"]
        return {(item["direction"], item["type"], item["other"]["name"]) for item in items}

    assert found() >= {("out", "RUNS_ON", "app1"), ("out", "DEPENDS_ON", "postgres"), ("in", "DEPENDS_ON", "shop")}
    assert found(type="DEPENDS_ON", direction="in") == {("in", "DEPENDS_ON", "shop")}
    assert found(type="HAS_INSTALLED") == set()
    assert reader.get(path, params={"direction": "sideways"}).status_code == 422


def test_a_connection_is_seen_from_both_ends(reader: httpx.Client, estate: Estate) -> None:
    (opened,) = reader.get(f"/cis/{estate.app1}/connections").json()["items"]
    (accepted,) = reader.get(f"/cis/{estate.db1}/connections").json()["items"]

    assert (opened["direction"], opened["program"]["name"], opened["port"]) == ("out", "app", 5432)
    assert (opened["peer"]["program"]["name"], opened["peer"]["computer"]["name"]) == ("postgres", "db1")
    assert (accepted["direction"], accepted["program"]["name"]) == ("in", "postgres")
    assert (accepted["peer"]["name"], accepted["peer"]["computer"]["name"]) == ("app", "app1")


def test_the_history_is_read_piece_by_piece(reader: httpx.Client, estate: Estate) -> None:
    path = f"/cis/{estate.app1}/history"
    whole = reader.get(path).json()
    pieces: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = reader.get(path, params={"cursor": cursor, "limit": 1}).json()
        pieces += [event["uid"] for event in page["items"]]
        cursor = page["next_cursor"]

    assert pieces == [event["uid"] for event in whole["items"]]
    assert whole["items"][-1]["kind"] == "created"


@pytest.mark.parametrize("cursor", ["x", "1", "1.", "-1.ev", "99999999999999999999.ev", "1e3.ev", "٣.ev"])
def test_a_cursor_that_nobody_gave_out_is_refused(reader: httpx.Client, estate: Estate, cursor: str) -> None:
    answer = reader.get(f"/cis/{estate.app1}/history", params={"cursor": cursor})

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("uid", ["ci_nothing", "%00", "a%20b", "..%2f..", "x" * 5000])
def test_what_is_not_there_is_not_found(reader: httpx.Client, tab: str, uid: str) -> None:
    answer = reader.get(f"/cis/{uid}{tab}")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert len(answer.text) < 1000
