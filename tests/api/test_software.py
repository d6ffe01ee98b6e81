"""Products on machines: counts that equal the list behind them, and what people say of names."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.installing import installed_on
from tests.api.serving import Serving

ACME, MICROSOFT = "Acme Ltd.", "Microsoft Corporation"
INSTALLED = {
    "web1": (("Debian", "nginx", "1.22"), ("Debian", "libnginx-dev", "1.22"), (ACME, "Acme Ledger Server", "3.1")),
    "web2": (("Debian", "nginx", "1.24"), (ACME, "Acme Ledger Server", "3.1")),
    "web3": ((ACME, "Acme Ledger Client", "3.1"), (MICROSOFT, "SQL Server 2019 Standard", "15.0")),
}


@pytest.fixture(scope="module")
def installed(shared_server: Serving) -> Serving:
    """Three machines with software."""
    with shared_server.client() as client:
        for name, software in INSTALLED.items():
            installed_on(client, name, *software)
    return shared_server


@pytest.fixture
def admin(installed: Serving) -> Iterator[httpx.Client]:
    """A client with every permission."""
    with installed.client() as client:
        yield client


def products(client: httpx.Client, **asked: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - values of the query
    """Products by name."""
    return {item["product"]: item for item in client.get("/software", params=asked).json()["items"]}


def machines(client: httpx.Client, product: dict[str, Any]) -> list[str]:
    """The machines behind the number of a product."""
    asked = {"product": product["product"], "publisher": product["publisher"]}
    answer = client.get("/software/machines", params=asked).json()
    assert answer["total"] == product["machines"] == len({item["uid"] for item in answer["items"]})
    return [item["name"] for item in answer["items"]]


def test_every_count_of_machines_equals_the_list_behind_it(admin: httpx.Client) -> None:
    found = admin.get("/software").json()
    lists = {item["product"]: machines(admin, item) for item in found["items"]}
    detail = admin.get("/software/product", params={"product": "nginx", "publisher": "F5"}).json()

    assert lists["nginx"] == ["web1", "web2"]
    assert lists["SQL Server"] == ["web3"]
    assert sum(found["installations"].values()) == sum(map(len, INSTALLED.values()))
    assert sum(found["products"].values()) == found["total"] == len(lists)
    assert {(item["version"], item["machines"]) for item in detail["items"]} == {("1.22", 1), ("1.24", 1)}
    assert found["items"] == sorted(found["items"], key=lambda item: -item["machines"])


def test_products_are_found_by_words_status_and_licence(admin: httpx.Client) -> None:
    assert list(products(admin, q="SQL micro")) == ["SQL Server"]
    assert set(products(admin, licence="commercial")) == {"SQL Server"}
    assert {"Acme Ledger Server", "Acme Ledger Client"} <= set(products(admin, status="unknown"))
    assert products(admin, q="nothing like it") == {}
    missing = admin.get("/software/product", params={"product": "nothing"})
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")


def test_what_a_person_says_is_tried_first_holds_at_once_and_can_be_taken_back(admin: httpx.Client) -> None:
    rule = {"name": "acme ledger *", "publisher": "Acme", "product": "Ledger", "licence": "commercial"}
    tried = admin.post("/software/rules/preview", json=rule)
    before = products(admin)
    made = admin.post("/software/rules", json=rule)
    after = products(admin)

    assert (tried.json()["releases"], tried.json()["machines"]) == (2, 3)
    assert {item["after"]["product"] for item in tried.json()["items"]} == {"Ledger"}
    assert "Ledger" not in before
    assert made.status_code == 201
    assert (after["Ledger"]["machines"], after["Ledger"]["status"]) == (3, "manual")
    assert machines(admin, after["Ledger"]) == ["web1", "web2", "web3"]
    assert "Acme Ledger Server" not in after
    uid = made.json()["uid"]
    assert [item["uid"] for item in admin.get("/software/rules").json()["items"]] == [uid]
    assert admin.delete(f"/software/rules/{uid}").status_code == 204
    assert products(admin) == before
    assert admin.delete(f"/software/rules/{uid}").status_code == 404


@pytest.mark.parametrize(
    ("rule", "field"), [({"name": "*", "product": "x"}, "name"), ({"name": "acme"}, "product")], ids=str
)
def test_a_rule_of_everything_or_of_nothing_is_refused(admin: httpx.Client, rule: dict[str, str], field: str) -> None:
    for path in ("/software/rules", "/software/rules/preview"):
        refused = admin.post(path, json=rule)

        assert (refused.status_code, refused.json()["code"]) == (422, "rule_refused")
        assert refused.json()["errors"][0]["field"] == field


def test_a_suite_that_would_be_a_part_of_itself_is_refused_with_the_circle(admin: httpx.Client) -> None:
    word = {"name": "acme word *", "publisher": "Acme", "product": "Word", "suite": "Office"}
    office = {"name": "acme office *", "publisher": "Acme", "product": "Office", "suite": "word"}
    made = admin.post("/software/rules", json=word)

    refused = admin.post("/software/rules", json=office)

    assert (made.status_code, refused.status_code) == (201, 422)
    assert refused.json()["errors"][0]["field"] == "suite"
    assert "Office is part of word is part of Office" in refused.json()["detail"]
    assert admin.delete(f"/software/rules/{made.json()['uid']}").status_code == 204


def test_who_may_only_read_adds_no_rule(installed: Serving) -> None:
    with installed.client(installed.token_for("read")) as reader:
        assert reader.post("/software/rules", json={"name": "x", "product": "y"}).status_code == 403
        assert reader.get("/software").status_code == 200


def test_the_share_that_is_named_counts_each_machine_and_what_is_left(admin: httpx.Client) -> None:
    found = admin.get("/software/coverage").json()
    [alone] = admin.get("/software/coverage", params={"machine": found["items"][0]["uid"]}).json()["items"]

    each = {one["name"]: (one["installed"], one["named"]) for one in found["items"]}
    assert each == {"web1": (3, 2), "web2": (2, 1), "web3": (2, 1)}
    assert (found["installed"], found["named"], found["share"]) == (7, 4, 0.5714)
    assert [one["name"] for one in found["items"]] == ["web2", "web3", "web1"]
    assert {one["product"]: one["machines"] for one in found["left"]} == {
        "Acme Ledger Server": 2,
        "Acme Ledger Client": 1,
    }
    assert alone == found["items"][0]
