"""A real collector beside a real server: what net-snmp sends it ends in the history of the machine."""

import os
import subprocess
from pathlib import Path

import httpx
import pytest

from graph_schema.report import encode
from tests.api.serving import Serving
from tests.api.test_traps import PLAN, SNMP, history, uid_of
from tests.discovery_agent.processes import command, environment, options
from tests.discovery_agent.traps.senders import COLD_START, LINK_DOWN, PRIVATE, SIGNED, SNMPTRAP, send
from tests.ingest.machines import Machine, report
from tests.waiting import wait_until

pytestmark = pytest.mark.skipif(not SNMPTRAP, reason="there is no snmptrap here")
USER = {
    "kind": "snmp_v3",
    "name": "monitor",
    "user": "monitor",
    "options": {"authentication": "SHA", "privacy": "AES"},
    "secret": {"authentication_passphrase": "authentic-1", "privacy_passphrase": "private-1"},
}
ETH0 = ("1.3.6.1.2.1.31.1.1.1.1.2", "s", "eth0")


def report_machine(server: Serving) -> None:
    """A machine at the address from which this test sends."""
    services = server.services
    _, token = services.agents.create_token("app1", "default", 0)
    agent_id, secret = services.agents.enrol(token, "app1", "1.0")
    body = encode(report(Machine("app1", "127.0.0.1"), source=agent_id))
    with server.client(f"Agent {agent_id}:{secret}") as client:
        assert client.post("/reports", content=body).status_code == 200


def test_traps_and_informs_end_in_the_history_and_no_secret_anywhere(
    server: Serving, admin: httpx.Client, tmp_path: Path
) -> None:
    report_machine(server)
    for wanted in (SNMP, USER):
        assert admin.post("/credentials", json=wanted).status_code == 201
    admin.post("/scan-definitions", json={**PLAN, "ranges": ["127.0.0.1"], "exclusions": []})
    _, token = server.services.agents.create_token("c", "default", 0, kind="collector")
    place = f"127.0.0.1:{20_000 + os.getpid() % 10_000}"
    words = command("collector", "--traps", place, *options(server.url, tmp_path))

    foreign = ("-v3", "-e", "0x8000000001020304")
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(words, env=environment(token), stderr=log) as process,
    ):
        try:
            community = ("-v2c", "-c", "s3cret-community")
            wait_until(lambda: send("snmpinform", place, *community, "--", "5", COLD_START) == 0)
            codes = [
                send("snmpinform", place, "-v3", *PRIVATE, "--", "5", LINK_DOWN, *ETH0),
                send("snmptrap", place, *foreign, *PRIVATE, "--", "5", LINK_DOWN, *ETH0),
                send("snmptrap", place, *foreign, *SIGNED, "-l", "authNoPriv", "--", "5", COLD_START),
                send("snmptrap", place, "-v2c", "-c", "public", "--", "5", COLD_START),
            ]
            uid = uid_of(admin, "app1")
            wait_until(lambda: sum(event["trap"]["times"] for event in history(admin, uid)) >= 3)
        finally:
            process.terminate()

    told = {event["trap"]["name"]: event["trap"] for event in history(admin, uid)}
    (receiver,) = admin.get("/trap-receivers").json()["items"]
    counts = {entry["reason"]: entry["count"] for entry in receiver["counts"]}
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert codes == [0, 0, 0, 0]
    assert (told["linkDown"]["proof"], told["linkDown"]["times"]) == ("v3 authPriv", 2)
    assert told["linkDown"]["interface"] == {"uid": uid_of(admin, "eth0"), "name": "eth0"}
    assert (counts["accepted"], counts["unsigned"], counts["wrong_credential"]) == (3, 1, 1)
    for planted in (b"s3cret-community", b"authentic-1", b"private-1"):
        assert planted not in kept + server.log.text.encode()
