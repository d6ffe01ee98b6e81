"""The whole graph as a file, and the reference of what is in it."""

import json
from dataclasses import fields
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from cmdb_server.api.reference import render
from cmdb_server.app import create_api
from cmdb_server.settings import Settings
from graph_schema import load_registry
from tests.api.estate import Estate
from tests.api.serving import Serving

HOSTILE = '<script>alert("1")</script>&<b>'


def lines_of(answer: httpx.Response) -> list[dict[str, Any]]:
    """The objects of an export."""
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_the_export_holds_every_ci_then_every_relationship_between_them(reader: httpx.Client, estate: Estate) -> None:
    lines = lines_of(reader.get("/export"))

    kinds = [line["kind"] for line in lines]
    cis = {line["uid"]: line for line in lines if line["kind"] == "ci"}
    assert kinds == sorted(kinds)
    assert cis[estate.app1].keys() == {"kind", "uid", "ci_class", "name", "attributes", "identifiers", "status"}
    assert cis[estate.app1]["attributes"]["kernel_version"] == "6.1"
    ends = {(line["source"], line["target"]) for line in lines if line["kind"] == "relationship"}
    assert {uid for pair in ends for uid in pair} <= set(cis)
    assert {"RUNS_ON", "DEPENDS_ON", "CONNECTS_TO", "HAS_INSTALLED"} <= {line.get("type") for line in lines}
    assert len(cis) == reader.get("/cis", params={"limit": 0}).json()["total"]


def test_the_canonical_export_holds_no_uid_and_no_time(reader: httpx.Client, estate: Estate) -> None:
    answer = reader.get("/export", params={"canonical": "true"})
    again = reader.get("/export", params={"canonical": "true"})

    lines = lines_of(answer)
    assert answer.text == again.text
    assert not any(uid in answer.text for uid in estate.roots)
    assert not {"first_seen_at", "last_seen_at", "valid_from", "sightings"} & {
        name for line in lines for name in line["attributes"]
    }


def test_the_reference_holds_everything_that_is_declared(reader: httpx.Client, shared_server: Serving) -> None:
    page = reader.get(f"{shared_server.url}/reference").text

    registry = load_registry()
    operations = create_api(registry).openapi()["paths"].values()
    declared = {
        *registry.classes,
        *(name for spec in registry.classes.values() for name in spec.attributes),
        *registry.relationship_types,
        *registry.data_sources,
        *(setting.metadata["variable"] for setting in fields(Settings)),
        *(operation["operationId"] for methods in operations for operation in methods.values()),
    }
    cells = _Cells()
    cells.feed(page)
    shown = {word.strip("(),.") for text in cells.texts for word in text.split()}
    assert {name for name in declared if name not in shown} == set()


def test_the_reference_escapes_what_it_shows() -> None:
    description = {"paths": {f"/{HOSTILE}": {"get": {"operationId": HOSTILE, "description": HOSTILE}}}}

    page = render(load_registry(), description)

    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&lt;b&gt;") == 3


def test_a_browser_that_is_not_logged_in_is_led_to_the_log_in_and_back(shared_server: Serving) -> None:
    with shared_server.client("") as browser:
        led = browser.get(f"{shared_server.url}/reference", headers={"Accept": "text/html"})
        refused = browser.get(f"{shared_server.url}/reference", headers={"Accept": "application/json"})

    assert led.status_code == 303
    assert led.headers["Location"] == "/login?next=/reference"
    assert refused.status_code == 401


def test_the_description_of_the_api_is_there_for_programs(reader: httpx.Client) -> None:
    described = reader.get("/openapi.json").json()

    assert described["openapi"].startswith("3.1")
    assert described == create_api(load_registry()).openapi()


class _Cells(HTMLParser):
    """The texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.texts.append(data)


@pytest.mark.parametrize("page", ["/", "/cis/ci_1", "/favicon.ico", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd"])
def test_pages_are_there_for_everybody_and_hold_nothing_else(shared_server: Serving, page: str) -> None:
    with shared_server.client("") as browser:
        answer = browser.get(shared_server.url + page)

    assert answer.status_code in (200, 503)
    assert "root:" not in answer.text


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v2/cis", "/api/v1/cis/"])
def test_there_are_no_pages_among_the_api(shared_server: Serving, path: str) -> None:
    with shared_server.client("") as browser:
        answer = browser.get(shared_server.url + path)

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
