"""`cmdb up`: what starts, what stops, what stays, and what it says when it cannot start."""

import json
import os
import signal
import socket
import ssl
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.cli.conftest import MACHINES
from tests.cli.programs import Installation, Server, is_running, programs_on
from tests.waiting import wait_until


def canonical(server: Server) -> str:
    """The facts of a server's graph."""
    with server.client() as client:
        return client.get("/export", params={"canonical": "true"}).text


def test_a_stopped_server_leaves_nothing_running_and_the_next_one_has_the_data(installation: Installation) -> None:
    first = installation.start()
    engine, token = first.engine_pid, first.token
    first.store(*MACHINES)
    facts = canonical(first)
    code = first.stop(signal.SIGTERM)
    left = programs_on(installation.data)

    second = installation.start()
    kept, same_token, told = canonical(second), second.token, second.told
    interrupted = second.stop(signal.SIGINT)

    assert (code, interrupted) == (0, 0)
    assert not is_running(engine)
    assert left == []
    assert len(facts.splitlines()) > 20
    assert kept == facts
    assert same_token == token
    assert told.count("with the password") == 1
    assert not (installation.data / "server" / "server.json").exists()
    assert not (installation.data / installation.engine.name / "engine.json").exists()
    assert "Traceback" not in told
    wait_until(lambda: programs_on(installation.data) == [])


def test_secrets_lie_in_files_that_only_their_owner_reads(server: Server) -> None:
    data = server.installation.data

    modes = {
        name: stat.S_IMODE((data / name).stat().st_mode)
        for name in ("server/operator.token", "server/server.json", f"{server.installation.engine.name}/bolt.password")
    }

    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((data / "server").stat().st_mode) == 0o700
    assert server.token not in server.told


def test_nothing_listens_for_the_network(server: Server) -> None:
    listening = {
        connection.laddr.ip.removeprefix("::ffff:")
        for process in programs_on(server.installation.data)
        for connection in process.net_connections()
        if connection.status == "LISTEN"
    }

    assert listening
    assert listening <= {"127.0.0.1", "::1"}


def test_a_second_server_on_the_same_data_is_refused_and_the_first_goes_on(server: Server) -> None:
    done = server.installation.run("up", "--port", "0", "--no-inventory")

    assert done.code == 1
    assert f"belongs to a running server (process {server.process.pid})" in done.complaints
    assert "choose another --data" in done.complaints
    assert "Traceback" not in done.complaints
    assert server.is_announced()
    with server.client() as client:
        assert client.get("/health").json()["status"] == "ok"


def test_a_port_in_use_is_named_before_anything_is_started(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = installation.run("up", "--port", str(port), "--no-inventory")

    assert done.code == 1
    assert done.complaints == (
        f"cmdb: cannot listen on 127.0.0.1 port {port} (Address already in use); "
        "choose another one with --port or --host\n"
    )
    assert not installation.data.exists()


def test_a_data_directory_that_cannot_be_written_is_named(installation: Installation) -> None:
    file = installation.data.parent / "file"
    file.touch()
    beside = Installation(installation.engine, file / "data")
    readonly = Installation(installation.engine, Path("/proc/self/data"))

    for tried in (beside, readonly):
        done = Installation(installation.engine, installation.data).run(
            "up", "--port", "0", "--no-inventory", "--data", str(tried.data), data=False
        )
        assert done.code == 1
        assert f"the data directory {tried.data}/server cannot be used" in done.complaints
        assert "choose one you may write with --data" in done.complaints
        assert "Traceback" not in done.complaints


@pytest.mark.parametrize(
    ("words", "environment", "complaint"),
    [
        (("--host", "0.0.0.0"), {}, "without TLS would show passwords to the network; set CMDB_TLS_CERTIFICATE"),  # noqa: S104 - it is refused
        (("--port", "99999"), {}, "cannot listen on 127.0.0.1 port 99999"),
        (("--engine", "oracle"), {}, "choose one of arcadedb, neo4j"),
        (("--engine", "neo4j"), {"PLUMBLINE_NEO4J_HOME": "/nowhere"}, "run `make neo4j`"),
        ((), {"CMDB_TLS_CERTIFICATE": "/nowhere"}, "CMDB_TLS_CERTIFICATE='/nowhere'"),
        ((), {"CMDB_GRAPH_URI": "http://localhost"}, "give bolt://HOST:7687 or neo4j://HOST:7687"),
        ((), {"CMDB_GRAPH_URI": "bolt://localhost:1"}, "CMDB_GRAPH_PASSWORD_FILE='' cannot be used"),
    ],
)
def test_what_cannot_be_started_is_named_with_what_to_do(
    installation: Installation, words: tuple[str, ...], environment: dict[str, str], complaint: str
) -> None:
    done = installation.run("up", "--port", "0", "--no-inventory", *words, data=True, **environment)

    (line,) = done.complaints.splitlines()
    assert done.code == 1
    assert line.startswith("cmdb: ")
    assert complaint in line


def test_a_server_with_tls_is_trusted_by_the_command_line_on_its_data(installation: Installation) -> None:
    certificate, key = self_signed(installation.data.parent)

    with installation.running(CMDB_TLS_CERTIFICATE=str(certificate), CMDB_TLS_KEY=str(key)) as server:
        found = installation.run("token", "list")
        trusted = ssl.create_default_context(cafile=certificate)
        with httpx.Client(verify=trusted) as client:
            page = client.get(f"{server.url}/api/v1/health")
            session = client.post(f"{server.url}/api/v1/session", json={"username": "admin", "password": first(server)})

    assert found.code == 0
    assert "operator" in found.output
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Secure" in session.headers["Set-Cookie"]


def first(server: Server) -> str:
    """The first administrator's password as the screen shows it."""
    return server.told.partition("with the password ")[2].split()[0]


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine's loopback address and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cmdb")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private


def test_where_a_server_answers_is_told_to_programs_of_its_owner(server: Server) -> None:
    state = json.loads((server.installation.data / "server" / "server.json").read_text(encoding="utf-8"))

    assert state == {"url": server.url, "pid": server.process.pid, "certificate": ""}
    assert f"Plumbline is at {server.url}" in server.told


def test_a_collector_beside_the_server_scans_comes_back_when_it_ends_and_goes_with_it(
    installation: Installation,
) -> None:
    def collectors() -> list[int]:
        return [program.pid for program in programs_on(installation.data, "discovery_agent collector")]

    plan = installation.data.parent / "plan.json"
    plan.write_text(json.dumps({"name": "here", "ranges": ["127.0.0.1"], "methods": ["ssh"]}), encoding="utf-8")
    with installation.running("--collector") as server:
        wait_until(lambda: bool(collectors()))
        (first,) = collectors()
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: collectors() not in ([], [first]))
        installation.run("scans", "set", str(plan))
        started = installation.run("scans", "now", "here")
        wait_until(lambda: installation.json("scans", "runs")[0]["state"] == "done")
        (run,) = installation.json("scans", "runs")
        (collector,) = installation.json("collectors", "list")
        server.kill()
        wait_until(lambda: collectors() == [])

    assert started.code == 0, started.complaints
    assert run["counts"] == {"inventoried": 1}
    assert collector["name"] == "beside the server"
