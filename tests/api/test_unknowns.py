"""Known unknowns over the API."""

import httpx
import pytest

from tests.api.estate import Estate, uid_of
from tests.api.reporting import enrolled
from tests.ingest.machines import Machine

FAR = "192.0.2.9"


@pytest.fixture(scope="module")
def mailing(estate: Estate) -> str:
    """A service of one program, which talks to postgres on db1 and to an address that nobody has."""
    agent = enrolled(estate.server, "cron1")
    connects = (("10.0.0.2", 5432), (FAR, 443))
    agent.send(agent.message(Machine("cron1", "10.0.0.9", programs=("mailer",), connects=connects)))
    with estate.server.client() as admin:
        body = {"ci_class": "application_service", "attributes": {"name": "Mailing"}}
        uid = admin.post("/cis", json=body).json()["uid"]
        admin.put(f"/cis/{uid}/service-definition", json={"entries": ["mailer"]})
    return uid


@pytest.mark.usefixtures("mailing")
def test_unknown_addresses_are_ranked_by_the_services_that_need_them(reader: httpx.Client) -> None:
    (peer,) = reader.get("/unknown-peers").json()["items"]

    assert (peer["address"], peer["service_count"], peer["ports"]) == (FAR, 1, ["443/tcp"])
    assert [(ci["name"], ci["root"]) for ci in peer["clients"]] == [("mailer", "cron1")]
    assert peer["services"][0]["name"] == "Mailing"


def test_of_a_service_it_is_told_how_much_is_explained(reader: httpx.Client, mailing: str) -> None:
    of_service = reader.get(f"/cis/{mailing}/unknowns").json()
    of_failure = reader.get(f"/cis/{uid_of(reader, 'software_instance', 'postgres')}/unknowns").json()

    assert (of_service["connections"], of_service["explained"]) == (2, 1)
    assert [peer["address"] for peer in of_service["peers"]["items"]] == [FAR]
    assert of_failure["peers"]["total"] == 1
    assert of_service["stale_edges"] == []
    assert reader.get("/cis/ci_nothing/unknowns").status_code == 404
