"""The bench of scans over SSH measures what it says it measures."""

import json
import shutil

import pytest

from discovery_agent.__main__ import answer
from tests.discovery_agent.ssh.sshd import SSHD

pytestmark = pytest.mark.skipif(not shutil.which(SSHD), reason="there is no sshd here")


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
def test_every_host_is_read_and_its_costs_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["bench", "--ssh-hosts", "2", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["outcomes"] == {"inventoried": 2}
    assert min(found["found"][name] for name in ("processes", "bytes of output")) > 0
    costs = {name for name in found if name.endswith("_milliseconds")} - {"ansible_milliseconds"}
    assert costs == {f"{name}_milliseconds" for name in ("scan", "exchange", "interpret", "encode", "target", "login")}
    assert min(found[name] for name in costs) > 0
    assert found["goals"] == {"scan_milliseconds": 8.0, "target_milliseconds": 80.0}
