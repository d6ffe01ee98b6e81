"""Labels over HTTP: of a selection, of a filter, of places, and of tags that nothing has yet."""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.estate import Estate, uid_of
from tests.api.serving import Serving
from tests.api.test_assets import asset
from tests.assets.test_labels import read

SHEET = {"sheet": "avery-l7160"}


@pytest.fixture
def keeper(shared_server: Serving, estate: Estate) -> Iterator[httpx.Client]:
    """A client that keeps assets."""
    assert estate.roots
    with shared_server.client(shared_server.token_as("asset-manager")) as client:
        yield client


def codes(client: httpx.Client, **asked: str | int | list[str]) -> list[str]:
    """What the labels say to a scanner."""
    response = client.get("/asset-labels", params={**SHEET, **asked})
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/pdf"
    symbol = "code128" if asked.get("symbol") == "code128" else "qr"
    return sorted(code for page in read(response.content, symbol) for code in page)


def test_labels_of_a_selection_hold_the_tag_or_the_address_of_the_page(keeper: httpx.Client) -> None:
    tagged, plain = asset(keeper, "Screen", asset_tag="LAB-1"), asset(keeper, "Screen")

    assert codes(keeper, number=[tagged, plain]) == sorted(["LAB-1", plain])
    assert codes(keeper, number=[tagged], symbol="code128", copies=2) == ["LAB-1", "LAB-1"]
    with_page = codes(keeper, number=[tagged], content="page", address="https://cmdb.example.org/")
    assert with_page == [f"https://cmdb.example.org/assets/{tagged}"]
    assert codes(keeper, number=[tagged], content="page")[0].endswith(f"/assets/{tagged}")


def test_labels_of_a_filter_are_of_all_its_assets(keeper: httpx.Client) -> None:
    for turn in range(3):
        asset(keeper, "Dock", asset_tag=f"FIL-{turn}", site="Labelville")

    assert codes(keeper, where="site=Labelville") == ["FIL-0", "FIL-1", "FIL-2"]


def test_places_have_labels(keeper: httpx.Client) -> None:
    uid = uid_of(keeper, "business_service", "shop")

    assert codes(keeper, place=[uid]) == ["shop"]
    assert codes(keeper, place=[uid], content="page", address="https://c.example") == [f"https://c.example/cis/{uid}"]


def test_tags_are_printed_ahead_but_none_that_is_taken(keeper: httpx.Client) -> None:
    number = asset(keeper, "Phone", asset_tag="AHEAD-05")

    refused = keeper.get("/asset-labels", params={**SHEET, "first_tag": "AHEAD-04", "tag_count": 3})

    assert codes(keeper, first_tag="AHEAD-06", tag_count=2) == ["AHEAD-06", "AHEAD-07"]
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "first_tag")
    assert number in refused.json()["detail"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"sheet": "papyrus"}, "sheet"),
        ({"where": "site=Nowhere at all"}, "where"),
        ({"place": "ci_none"}, "place"),
        ({"first_tag": "x"}, "first_tag"),
        ({"content": "page", "address": "ftp://x"}, "address"),
        ({"content": "page", "address": "http://[::1"}, "address"),
        ({"first_tag": "MANY-0001", "tag_count": "41", "copies": "50"}, "copies"),
    ],
)
def test_what_cannot_be_printed_names_the_field(keeper: httpx.Client, asked: dict[str, str], field: str) -> None:
    refused = keeper.get("/asset-labels", params={**SHEET, **asked})

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


def test_the_sheets_are_told(keeper: httpx.Client) -> None:
    found = {one["name"]: one["count"] for one in keeper.get("/label-sheets").json()["items"]}

    assert found["avery-l7160"] == 21
    assert found["herma-4270"] == 65
