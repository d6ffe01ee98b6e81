"""Real servers on this machine: what they are started with leads to their configuration, and that to what they need."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
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
def running(*command: str, user: str | None = None) -> Generator[None]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, cwd="/", user=user
    ) as process:  # what reads an input waits for it
        try:
            yield
        finally:
            # nginx forgets a signal that comes before it waits for one.
            while process.poll() is None:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(1)


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


HAPROXY = """
defaults
  mode tcp
  timeout connect 1s
  timeout client 1s
  timeout server 1s
frontend in
  bind 127.0.0.1:{port}
  default_backend "odd name"
backend "odd name"
  option tcp-check
  server-template app 2 192.0.2.7:8081 check
  server first 192.0.2.8:8082 check
  server spare 192.0.2.9:8083 check backup
"""


@pytest.mark.skipif(not shutil.which("haproxy"), reason="there is no HAProxy here")
def test_a_real_haproxy_leads_to_its_pool(tmp_path: Path) -> None:
    main = tmp_path / "odd.cfg"
    main.write_text(HAPROXY.format(port=free_port()).replace('"odd name"', "odd-name"), encoding="utf-8")
    assert subprocess.run(["haproxy", "-c", "-f", str(main)], capture_output=True, check=False).returncode == 0

    with running("haproxy", "-W", "-db", "-f", str(main)):
        found = reading(lambda entry: str(main) in entry["files"])

    (pool,) = found["pools"]
    assert (found["application"], pool["name"], pool["k"]) == ("haproxy", "odd-name", 1)
    members = {(member["host"], member["port"], member["is_backup"]) for member in pool["members"]}
    assert members >= {("192.0.2.8", 8082, False), ("192.0.2.9", 8083, True)}


MARIADB = """
[client]
port={port}
[mariadbd]
datadir = {folder}/data
socket={folder}/s.sock
bind-address=127.0.0.1
port={port}
user=root
innodb-flush-log-at-trx-commit=2
init-file={folder}/init.sql
!includedir {folder}/more
"""


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mariadb-install-db"), reason="there is no MariaDB here")
def test_a_real_mariadb_tells_its_databases_without_a_login(tmp_path: Path) -> None:
    main, data = tmp_path / "odd.cnf", tmp_path / "data"
    (tmp_path / "more").mkdir()
    (tmp_path / "init.sql").write_text("CREATE DATABASE shop;\nCREATE DATABASE `web-shop`;\n", encoding="ascii")
    main.write_text(MARIADB.format(folder=tmp_path, port=free_port()), encoding="ascii")
    install = ["mariadb-install-db", f"--defaults-file={main}", f"--datadir={data}", "--user=root", "--skip-test-db"]
    subprocess.run([*install, "--skip-name-resolve"], capture_output=True, check=True)

    with running("mariadbd", f"--defaults-file={main}"):
        found = reading(lambda entry: entry["data_directory"] == str(data) and len(entry.get("databases", [])) > 1)

    assert (found["application"], found["data_directory"]) == ("mysql", str(data))
    assert found.get("databases") == ["shop", "web-shop"]
    assert found["sockets"] == [f"{tmp_path}/s.sock"]


POSTGRESQL = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_basebackup"))), Path("/nowhere/x")).parent


@pytest.fixture
def folder_of_nobody() -> Generator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="plumbline-test-"))
    shutil.chown(folder, "nobody")
    yield folder
    shutil.rmtree(folder)


def by_nobody(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], user="nobody", cwd="/", capture_output=True, check=True)


def start_postgresql(data: Path, port: int) -> AbstractContextManager[None]:
    options = f"-c port={port} -c unix_socket_directories={data.parent} -c listen_addresses=127.0.0.1 -c fsync=off"
    return running(str(POSTGRESQL / "postgres"), "-D", str(data), *options.split(), user="nobody")


@pytest.mark.skipif(os.geteuid() != 0 or not POSTGRESQL.exists(), reason="there is no PostgreSQL here")
def test_a_real_standby_leads_to_its_primary_and_a_session_to_its_database(folder_of_nobody: Path) -> None:
    first, second = free_port(), free_port()
    primary, standby = folder_of_nobody / "primary", folder_of_nobody / "standby"
    by_nobody(POSTGRESQL / "initdb", "-D", primary, "-A", "trust", "-N", "-U", "nobody")
    with start_postgresql(primary, first):
        reading(lambda entry: str(primary) == entry["data_directory"])
        source = f"host=127.0.0.1 port={first} user=nobody password=hunter2-Zx9"
        copy = (POSTGRESQL / "pg_basebackup", "-D", standby, "-d", source, "-R", "-X", "stream", "-c", "fast", "-N")
        retried(lambda: by_nobody(*copy))
        with start_postgresql(standby, second):
            session = (str(POSTGRESQL / "psql"), "-h", "127.0.0.1", "-p", str(first), "-U", "nobody", "postgres")
            with running(*session, user="nobody"):
                served = reading(lambda e: str(primary) == e["data_directory"] and bool(e.get("databases")))
                copied = reading(lambda e: str(standby) == e["data_directory"] and bool(e["needs"]))

    (need,) = copied["needs"]
    assert (need["host"], need["port"], need["purpose"]) == ("127.0.0.1", first, "replication")
    assert served.get("databases") == ["postgres"]
    assert "hunter2" not in repr((served, copied))


def retried(work: Callable[[], None]) -> None:
    """Do what needs a server that is just starting."""
    until = time.monotonic() + 30
    while True:
        try:
            return work()
        except subprocess.CalledProcessError:
            if time.monotonic() > until:
                raise
