"""The workstations of the demonstration estate are believably used, and some of what was bought is not."""

from collections import Counter
from datetime import UTC, datetime

from cmdb_server.auth.audit import Actor
from cmdb_server.demo.estate import generate
from cmdb_server.demo.licences import ENTITLEMENTS
from cmdb_server.demo.loading import load
from cmdb_server.demo.use import tell_use
from tests.api.serving import Serving


def test_some_of_what_was_bought_is_not_run_and_one_proposal_is_refused(server: Serving) -> None:
    services = server.services
    reports = [one for one in generate(datetime.now(UTC)) if one.root.ci_class in {"site", "workstation"}]
    load(reports, services.ingest, services.registry, lambda _done, _all: None)
    services.entitlements.add(ENTITLEMENTS, Actor("test"))

    for _ in range(2):
        tell_use(services)

    with server.client() as client:
        found = client.get("/licences/harvest").json()
    by_product = Counter(product for one in found["items"] for product in {of["product"] for of in one["software"]})
    assert set(by_product) == {"Microsoft 365 Apps", "Photoshop", "Teams", "Illustrator", "Visio"}
    assert 10 <= len(found["items"]) <= 40
    assert [one["decision"]["answer"] for one in found["items"] if one["decision"]] == ["refused"]
    assert all("were never seen" in of["reason"] for one in found["items"] for of in one["software"])
