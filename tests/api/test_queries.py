"""Questions of the filter language over HTTP."""

import json

import httpx
import pytest

from tests.api.estate import Estate

pytestmark = pytest.mark.usefixtures("estate")


def names(response: httpx.Response) -> list[str]:
    """The names of a list."""
    assert response.status_code == 200, response.text
    return [item["name"] for item in response.json()["items"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("server and has_installed (product = nginx)", ["app1"]),
        ("software_instance and runs_on (name = db1)", ["postgres"]),
        ("server and incoming runs_on (name = postgres)", ["db1"]),
        ('server and "app1"', ["app1"]),
        ("network_interface and part_of (name = db1) and last_seen newer than 100 years", ["eth0", "eth1"]),
        ("server and name = app1 and last_seen older than 1 hour", []),
    ],
)
def test_a_question_over_attributes_and_relationships_narrows_a_list(
    reader: httpx.Client, query: str, expected: list[str]
) -> None:
    assert names(reader.get("/cis", params={"query": query})) == expected


def test_a_question_narrows_facets_csv_and_export_alike(reader: httpx.Client, estate: Estate) -> None:
    asked = {"query": "server and name = app1 or software_instance and runs_on (name = app1)"}

    facets = reader.get("/cis/facets", params=asked).json()["facets"]
    table = reader.get("/cis/export", params=asked).text.splitlines()
    lines = [json.loads(line) for line in reader.get("/export", params=asked).text.splitlines()]

    classes = next(facet for facet in facets if facet["name"] == "ci_class")
    cis = {line["uid"] for line in lines if line["kind"] == "ci"}
    assert {value["value"] for value in classes["values"]} == {"server", "software_instance"}
    assert estate.app1 in cis
    assert len(table) == len(cis) + 1
    relationships = [line for line in lines if line["kind"] == "relationship"]
    assert {line["type"] for line in relationships} == {"RUNS_ON"}
    assert {line["target"] for line in relationships} == {estate.app1}


@pytest.mark.parametrize("path", ["/cis", "/cis/facets", "/export", "/queries/parse"])
def test_a_mistake_is_refused_with_its_place(reader: httpx.Client, path: str) -> None:
    refused = reader.get(path, params={"query": "server and locaton = Oslo"})

    error = refused.json()["errors"][0]
    assert refused.status_code == 422
    assert (error["field"], error["value"], error["position"], error["length"]) == ("query", "locaton", 11, 7)
    assert "location" in error["remedy"]


def test_a_canonical_answer_is_what_the_whole_canonical_export_says_of_the_cis(reader: httpx.Client) -> None:
    whole = reader.get("/export", params={"canonical": "true"}).text.splitlines()
    found = reader.get("/export", params={"canonical": "true", "query": "class is server"}).text.splitlines()

    servers = {json.loads(line)["uid"] for line in whole if '"ci_class":"server"' in line}
    assert servers
    assert found == [line for line in whole if servers & _cis_in(line)]
    assert {uid for line in found for uid in _cis_in(line)} - servers


def _cis_in(text: str) -> set[str]:
    line = json.loads(text)
    return {line["uid"]} if line["kind"] == "ci" else {line.get("source"), line.get("target"), *line.get("cis", ())}


def test_a_form_gets_the_tree_of_a_text_and_what_it_may_offer(reader: httpx.Client) -> None:
    understood = reader.get("/queries/parse", params={"query": "not runs on (server) and name in (a, b)"}).json()
    fields = {field["name"]: field for field in reader.get("/queries/fields").json()["fields"]}
    values = reader.get("/queries/values", params={"field": "process_name", "starting": "post"}).json()["values"]

    first, second = understood["condition"]["conditions"]
    assert understood["query"] == "not runs_on (class is server) and name in (a, b)"
    assert (first["kind"], first["conditions"][0]["kind"], first["conditions"][0]["name"]) == (
        "not",
        "relationship",
        "runs_on",
    )
    assert (second["kind"], second["name"], second["operator"], second["values"]) == (
        "comparison",
        "name",
        "in",
        ["a", "b"],
    )
    assert fields["environment"]["choices"] == ["production", "staging", "test", "development"]
    assert "older than" in fields["last_seen_at"]["operators"]
    assert values == ["postgres"]
    assert reader.get("/queries/values", params={"field": "nothing"}).json()["values"] == []
