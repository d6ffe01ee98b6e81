"""What follows from the graph, asked of a time that has passed, is what was answered then."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from graph_schema.ci_classes.business_service import BusinessService
from graph_schema.ci_classes.certificate import Certificate
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.switch import Switch
from graph_schema.relationships import CONNECTED_TO, DEPENDS_ON, HAS_MEMBER, PART_OF
from graph_schema.report import Report, Root, Section, encode, ref_of
from tests.api.estate import uid_of
from tests.api.serving import Serving

ROOT = Root(ref_of("business_service", "mail"), "business_service")
COMPUTED = ("snapshot_at",)


def estate(report_id: str, *, k_reason: str, share: float, expires: str, wired_to: tuple[str, str]) -> Report:
    """A service on one of two servers, each wired to one switch."""
    section = Section("estate")
    mail = section.add(BusinessService(name="mail", availability_target=0.99))
    group = section.add(RedundancyGroup(name="mailers", k=1, k_reason=k_reason, group_type="pool"))
    switches = {name: section.add(Switch(name=name, serial_number=f"SN-{name}")) for name in ("sw1", "sw2")}
    for number, name in enumerate(wired_to, 1):
        host = section.add(Server(name=f"mx{number}", serial_number=f"SN-mx{number}", availability=share))
        section.relate(group, HAS_MEMBER, host)
        ports = ((f"eth{number}", host), (f"port{number}", switches[name]))
        ends = [section.add(NetworkInterface(name=port)) for port, _ in ports]
        for end, (_, owner) in zip(ends, ports, strict=True):
            section.relate(end, PART_OF, owner)
        section.relate(ends[0], CONNECTED_TO, ends[1])
    section.relate(mail, DEPENDS_ON, group, strength="hard")
    section.add(Certificate(name="mail.example.net", fingerprint="ab" * 32, not_after=expires, issuer="Example CA"))
    return Report(report_id, "api:estate", datetime.now(UTC).isoformat(), ROOT, (section,))


def answers(client: httpx.Client, at: str | None = None) -> dict[str, Any]:
    """Each answer, without when it was computed."""
    mail, group = uid_of(client, "business_service", "mail"), uid_of(client, "redundancy_group", "mailers")
    paths = {
        "availability": f"/cis/{mail}/availability",
        "point": f"/cis/{group}/single-point",
        "audit": "/redundancy-audit",
        "certificates": "/certificates",
    }
    found = {name: client.get(path, params={"as_of": at} if at else {}) for name, path in paths.items()}
    return {name: {**one.json(), **dict.fromkeys(COMPUTED)} for name, one in found.items()}


@pytest.fixture
def admin(server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission."""
    with server.client() as client:
        yield client


def test_they_are_what_was_answered_then(admin: httpx.Client) -> None:
    def send(sent: Report) -> None:
        assert admin.post("/reports", content=encode(sent)).json()["status"] == "stored"

    send(estate("one", k_reason="one is enough", share=0.9, expires="2030-01-01T00:00:00Z", wired_to=("sw1", "sw1")))
    then, at = answers(admin), datetime.now(UTC).isoformat()
    send(estate("two", k_reason="tried out", share=0.5, expires="2031-01-01T00:00:00Z", wired_to=("sw1", "sw2")))

    past, now = answers(admin, at), answers(admin)

    assert [item["expires_at"][:4] for item in past["certificates"]["items"]] == ["2030"]
    assert past["certificates"]["items"][0].pop("days_left") == then["certificates"]["items"][0].pop("days_left")
    assert past == then
    assert {name for name in past if past[name] != now[name]} == {"availability", "audit", "certificates"}
    assert "switch" in str(past["audit"]["items"][0]["shared"])
