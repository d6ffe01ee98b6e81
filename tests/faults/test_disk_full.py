"""The disk of the data directory runs full: what is refused is said so, what was acknowledged stays."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from cmdb_server.export.canonical import export_canonical
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import Report, encode
from tests.cli.programs import Installation, as_program
from tests.ingest.machines import Machine, report
from tests.waiting import wait_until

MIB = 1 << 20
DISK_MIB = 512
LEFT_BYTES = 3 * MIB
MOST_REPORTS = 200
_TIMEOUT_SECONDS = 1800


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of the test's own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = f"size={DISK_MIB}m,mode=0700"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """A file that leaves little room."""
    ballast = disk / "ballast"
    free = os.statvfs(disk)
    with ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, free.f_bavail * free.f_frsize - LEFT_BYTES)
    return ballast


def machine(number: int) -> Report:
    """A machine that takes its share of the disk."""
    packages = [(f"package{number}-{entry}", "1.0") for entry in range(150)]
    sent = report(Machine(f"m{number}", f"10.2.{number // 200}.{number % 200 + 1}", packages=packages))
    return as_program(replace(sent, report_id=f"disk-{number}"))


def canonical(client: httpx.Client) -> str:
    """The facts that a server tells."""
    return client.get("/export", params={"canonical": "true"}).text


def post(client: httpx.Client, sent: Report) -> httpx.Response:
    """The answer to a report."""
    return client.post("/reports", content=encode(sent))


def undisturbed(store: GraphStore, count: int) -> str:
    """The facts after the same reports on a disk with room."""
    registry = load_registry()
    ingest = Ingest(store, registry)
    for number in range(count):
        assert isinstance(ingest.accept(decode(encode(machine(number)), registry), "test"), IngestResult)
    return b"".join(export_canonical(store, registry)).decode()


@pytest.mark.timeout(_TIMEOUT_SECONDS)
def test_a_full_disk_refuses_reports_clearly_and_loses_none_that_was_acknowledged(
    installation: Installation, disk: Path, store: GraphStore
) -> None:
    if installation.engine.name == "neo4j":
        pytest.skip("Neo4j reserves 256 MiB for its log beforehand: no few reports fill that")
    on_disk = Installation(installation.engine, disk / "data")
    with on_disk.running() as server, server.client() as client:
        answers = [post(client, machine(0))]
        ballast = fill(disk)
        while answers[-1].status_code == 200 and len(answers) < MOST_REPORTS:
            answers.append(post(client, machine(len(answers))))
        refused, number = answers[-1], len(answers) - 1
        doctor = on_disk.run("doctor")

        ballast.unlink()
        wait_until(lambda: post(client, machine(number)).status_code == 200, 300)
        after = post(client, machine(number + 1))
        facts = canonical(client)
    with on_disk.running() as server, server.client() as client:
        restarted = canonical(client)

    assert (refused.status_code, refused.json()["code"]) == (507, "storage_full")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert "free some space, nothing acknowledged was lost" in refused.json()["detail"]
    assert "reports are refused (507) while the disk is full" in doctor.output
    assert after.status_code == 200
    assert restarted == facts == undisturbed(store, number + 2)


@pytest.mark.timeout(_TIMEOUT_SECONDS)
def test_a_server_that_has_no_room_to_start_says_so(installation: Installation, disk: Path) -> None:
    on_disk = Installation(installation.engine, disk / "data")
    fill(disk)

    done = on_disk.run("up", "--port", "0", "--no-inventory")

    assert done.code == 1
    assert "free some space" in done.complaints
    assert "Traceback" not in done.complaints
