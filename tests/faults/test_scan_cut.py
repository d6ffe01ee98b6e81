"""The collector, the server and the network end in the middle of scans: nothing twice, lost or retired."""

import subprocess
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from discovery_agent.snmp.values import Oid, Value
from tests.discovery_agent.processes import command, environment, options
from tests.discovery_agent.snmp.responder import Agent, Rows, running
from tests.faults.hosting import Host
from tests.waiting import wait_until

ADDRESSES = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
PLAN: dict[str, Any] = {
    "name": "all",
    "ranges": ["127.0.0.1-3"],
    "methods": ["snmp"],
    "tries": 10,
    "timeout_seconds": 60,  # longer, with the tries, than any engine takes to come back
}
PORTS = 12
_PATIENCE_SECONDS = 600
_TIMEOUT_SECONDS = 1800


@dataclass
class Device:
    """A switch with some ports; it answers so often and then is cut off."""

    number: int
    answers_left: int = 0
    is_asked: bool = False
    agent: Agent = field(init=False)

    def __post_init__(self) -> None:
        """Its reading, behind a line that may be cut."""
        self.agent = Agent({"s3cret": self._reading()}, self._over_the_line)

    def _over_the_line(self, _kind: int, rows: Rows) -> Rows | None:
        self.is_asked = True
        self.answers_left -= 1
        return rows if self.answers_left >= 0 else None

    def _reading(self) -> dict[str, Value]:
        said: dict[str, Value] = {
            "1.3.6.1.2.1.1.1.0": b"RouterOS RB750Gr3",
            "1.3.6.1.2.1.1.2.0": Oid("1.3.6.1.4.1.14988.1"),
            "1.3.6.1.2.1.1.5.0": b"sw%d" % self.number,
        }
        for port in range(1, PORTS + 1):
            row = {2: b"ether%d" % port, 3: 6, 6: bytes((2, 0, 0, 0, self.number, port)), 7: 1, 8: 1}
            said |= {f"1.3.6.1.2.1.2.2.1.{column}.{port}": value for column, value in row.items()}
        return said


@dataclass(frozen=True)
class Site:
    """A server, devices, and a collector's state between them."""

    host: Host
    devices: tuple[Device, ...]
    state: Path
    token: str

    @contextmanager
    def collecting(self) -> Generator["subprocess.Popen[bytes]"]:
        """A collector that runs until it is killed, at the latest with the block."""
        words = command("collector", *options(self.host.server.url, self.state))
        with subprocess.Popen(words, env=environment(self.token), stderr=subprocess.DEVNULL) as process:
            try:
                yield process
            finally:
                process.kill()

    def ask(self, path: str, **query: str) -> Any:  # noqa: ANN401 - JSON
        """What a GET answers; None while the server is away."""
        try:
            with self.host.server.client() as client:
                answer = client.get(path, params=query)
                return answer.json() if answer.is_success else None
        except (httpx.HTTPError, OSError, ValueError):
            return None

    def has(self, devices: int) -> bool:
        """Whether the graph holds so many devices."""
        found = self.ask("/cis", query="class is network_device")
        return found is not None and found["total"] == devices

    def facts(self) -> str:
        """All facts in their one form."""
        with self.host.server.client() as client:
            return client.get("/export", params={"canonical": "true"}).text

    def scanned(self, uid: str) -> Counter[str]:
        """What the last attempts of a scan came to, when it is over."""
        wait_until(partial(self._is_over, uid), _PATIENCE_SECONDS)
        targets = self.ask(f"/scan-runs/{uid}/targets")["items"]
        return Counter(target["attempts"][-1]["outcome"] for target in targets)

    def _is_over(self, uid: str) -> bool:
        run = self.ask(f"/scan-runs/{uid}")
        return run is not None and run["state"] == "done"


def post(client: httpx.Client, path: str, **body: Any) -> Any:  # noqa: ANN401 - JSON
    answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


@pytest.fixture
def site(host: Host, tmp_path: Path) -> Iterator[Site]:
    """Three switches, none of which has answered yet."""
    devices = tuple(Device(number) for number in range(1, len(ADDRESSES) + 1))
    with ExitStack() as lines, host.server.client() as client:
        port = 0
        for device, address in zip(devices, ADDRESSES, strict=True):
            port = lines.enter_context(running(device.agent, address, port))
        token = post(client, "/enrolment-tokens", name="all", kind="collector", network_scope="default")["value"]
        post(client, "/credentials", kind="snmp_v2c", name="public", secret={"community": "s3cret"})
        post(client, "/scan-definitions", **PLAN, snmp_port=port)
        yield Site(host, devices, tmp_path / "collector-state", token)


def start(site: Site, **changed: Any) -> str:  # noqa: ANN401 - values of a plan
    """Start the scan, with some of its plan changed; its uid."""
    with site.host.server.client() as client:
        (kept,) = client.get("/scan-definitions").json()["items"]
        plan = {name: kept[name] for name in (*PLAN, "snmp_port")} | changed
        assert client.put(f"/scan-definitions/{kept['uid']}", json=plan).is_success
        return post(client, "/scan-runs", definition_uid=kept["uid"])["uid"]


@pytest.mark.without_graph  # what is cut off are collectors; that nothing is stored twice are laws of both engines
@pytest.mark.timeout(_TIMEOUT_SECONDS)
def test_scans_go_on_after_every_end_and_report_nothing_twice_and_retire_nothing(site: Site) -> None:
    first, second, third = site.devices
    first.answers_left = 1_000
    uid = start(site)
    with site.collecting():
        wait_until(lambda: site.has(1) and second.is_asked and third.is_asked, _PATIENCE_SECONDS)
        second.answers_left = 1_000  # it answers when it is asked again, while nobody takes its report
        site.host.kill_both()
        wait_until(lambda: site.has(2), _PATIENCE_SECONDS)
    third.answers_left = 1_000
    with site.collecting():
        whole = site.scanned(uid)
        told = site.facts()
        for device in site.devices:
            device.answers_left = 4  # and then no more: the network is gone
        broken = site.scanned(start(site, timeout_seconds=1, tries=1))
        after = site.facts()
        for device in site.devices:
            device.answers_left = 1_000
        again = site.scanned(start(site))

    histories = [site.ask(f"/cis/{ci['uid']}/history")["items"] for ci in site.ask("/cis", limit="200")["items"]]
    kinds = Counter(event["kind"] for events in histories for event in events)
    assert (whole, again) == ({"inventoried": 3}, {"inventoried": 3})
    assert broken.keys().isdisjoint(whole), broken
    assert told == after == site.facts()
    assert set(kinds) == {"created"}
    assert max(map(len, histories)) == 1
