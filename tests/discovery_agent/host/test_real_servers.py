"""Real servers on this machine: what they are started with leads to their configuration, and that to what they need."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from discovery_agent.host.application_facts import ApplicationReading
from discovery_agent.host.machine import Machine

NGINX = """
pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 32; }}
http {{
  access_log off;
  upstream odd-name_1 {{ zone z 64k; server 192.0.2.1:81 weight=2; server [2001:db8::2]:82 backup; keepalive 4; }}
  include "{folder}/more.*";
}}
"""
SITE = """
server {{
  listen 127.0.0.1:{port}; server_name ~^(www\\.)?(.+)$ shop.example;
  location / {{ proxy_pass http://odd-name_1/x; }}
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def running(*command: str) -> Generator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/") as process:
        try:
            yield
        finally:
            process.terminate()


def reading(fits: Callable[[ApplicationReading], bool]) -> ApplicationReading:
    """What is read of the application that fits, once it is there."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = (Machine().activity.get("applications") or {"found": []})["found"]
        for entry in found:
            if fits(entry):
                return entry
    message = "the server did not come up"
    raise AssertionError(message)


@pytest.mark.skipif(not shutil.which("nginx"), reason="there is no nginx here")
def test_a_real_nginx_leads_to_its_pool(tmp_path: Path) -> None:
    main = tmp_path / "odd.conf"
    main.write_text(NGINX.format(folder=tmp_path), encoding="utf-8")
    (tmp_path / "more.site").write_text(SITE.format(port=free_port()), encoding="utf-8")
    assert subprocess.run(["nginx", "-t", "-c", str(main)], capture_output=True, check=False).returncode == 0

    with running("nginx", "-c", str(main), "-g", "daemon off;"):
        found = reading(lambda entry: str(main) in entry["files"])

    (pool,) = found["pools"]
    assert (found["application"], pool["name"], pool["k"]) == ("nginx", "odd-name_1", 1)
    members = [(member["addresses"], member["port"], member["is_backup"]) for member in pool["members"]]
    assert members == [(["192.0.2.1"], 81, False), (["2001:db8::2"], 82, True)]
    assert "shop.example" in found["serves"]


@pytest.mark.skipif(not shutil.which("redis-server"), reason="there is no Redis here")
def test_a_real_redis_is_recognised_whatever_it_writes_over_its_arguments(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "r.conf").write_text(f"port {port}\nbind 127.0.0.1\ndir {tmp_path}\nsave ''\n", encoding="utf-8")

    with running("redis-server", str(tmp_path / "r.conf")):
        found = reading(lambda entry: f":{port}" in entry["program"])

    assert (found["application"], found["product"]) == ("redis", "Redis")
