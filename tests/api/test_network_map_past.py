"""The network map of a time, on a graph of its own: what came later does not show."""

from typing import Any

import httpx

from cmdb_server.history.instants import latest
from cmdb_server.timestamps import rfc3339
from graph_schema.ci_classes.site import Site
from graph_schema.ci_classes.vlan import Vlan
from graph_schema.relationships import CONNECTED_TO, IN_VLAN
from graph_schema.report import Section, Target, ref_of
from tests.api.serving import Serving
from tests.api.wiring import CLASSES, PATH, port_of, reported, send


def test_a_map_of_a_time_is_what_was_answered_then_whatever_was_reported_later(
    server: Serving, admin: httpx.Client
) -> None:
    def asked(at: str | None = None) -> dict[str, Any]:
        found = admin.get(PATH, params={"site": "Voss"} | ({"as_of": at} if at else {})).json()
        for cable in (cable for link in found["links"] for cable in link["cables"]):
            del cable["last_seen_at"]  # only the last one is kept
        return found

    def say(name: str, *cables: tuple[str, Target]) -> None:
        section = reported(name, "ge1", "ge2", site="Voss")
        for own, other in cables:
            section.relate(ref_of("network_interface", f"{name}/{own}"), CONNECTED_TO, other)
        vlan = section.add(Vlan(name="voss", vlan_id=9))
        section.relate(ref_of("network_interface", f"{name}/ge2"), IN_VLAN, vlan, is_tagged=False)
        send(admin, CLASSES[name[:2]][0], name, section)

    section = Section("site")
    section.add(Site(name="Voss"), "Voss")
    send(admin, "site", "Voss", section)
    say("rt3")
    say("sw3", ("ge1", port_of("rt3", "ge1")), ("ge2", port_of("rt3", "ge2")))
    then, at = asked(), rfc3339(latest(server.services.store))
    say("sw3", ("ge2", port_of("rt3", "ge2")))
    say("sw4", ("ge1", port_of("sw3", "ge1")))

    assert asked() != then
    assert asked(at) == then
    assert [link["members"] for link in then["links"]] == [2]
    assert {"site": "Voss", "devices": 2} in admin.get(f"{PATH}/sites", params={"as_of": at}).json()["items"]
    assert admin.get(PATH, params={"site": "Voss", "as_of": "2001-01-01T00:00:00Z"}).status_code == 404
