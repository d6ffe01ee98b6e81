"""Processes that call themselves what they are not: real ones, seen by root and by somebody who may see little."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from discovery_agent.host.application_facts import ApplicationReading
from discovery_agent.host.application_readings import read_applications, recognised
from discovery_agent.host.machine import Machine
from discovery_agent.host.recognition import application_of, is_doubtful
from tests.discovery_agent.host.fake_root import FakeProcess, make
from tests.discovery_agent.host.test_real_servers import free_port

PERL = "/usr/bin/perl"
SOMEBODY = 4242  # a number of a person, whether there is such a user or not
NOBODY = 65534
# Becomes a daemon under another name and says its number.
DAEMON = "fork and exit; $| = 1; print $$; close STDOUT; $0 = 'nginx'; sleep 600"
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can start what belongs to others")


@contextmanager
def forged(user: int) -> Generator[int]:
    """The number of a process of a user that calls itself nginx in every way."""
    command = ["/usr/sbin/nginx", "-MPOSIX", "-e", DAEMON]
    done = subprocess.run(command, executable=PERL, user=user, stdout=subprocess.PIPE, check=True, cwd="/")
    pid = int(done.stdout)
    try:
        yield pid
    finally:
        os.kill(pid, 9)


@contextmanager
def seen_by_nobody() -> Generator[None]:
    Machine()  # what it imports while it reads must be there before
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@needs_root
@pytest.mark.skipif(not Path(PERL).exists(), reason="there is no perl here")
def test_a_forged_name_deceives_neither_root_nor_somebody_who_sees_only_names() -> None:
    with forged(SOMEBODY) as pid:
        by_root = next(p for p in Machine().activity["processes"] if p["pid"] == pid)
        with seen_by_nobody():
            activity = Machine().activity
        by_nobody = next(p for p in activity["processes"] if p["pid"] == pid)

    claimed = application_of(by_nobody)
    assert claimed is not None
    assert claimed.name == "nginx"
    assert application_of(by_root) is None
    assert by_root.get("is_claimed") is None
    assert (by_nobody.get("is_claimed"), is_doubtful(by_nobody)) == (True, True)
    found = (activity.get("applications") or {"found": []})["found"]
    assert not [entry for entry in found if entry["program"].endswith(f"({SOMEBODY})")]


@pytest.fixture
def home() -> Generator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="plumbline-test-", dir=Path.home()))
    yield folder
    shutil.rmtree(folder)


def reading(fits: Callable[[str], bool]) -> list[ApplicationReading]:
    """The applications among the programs that fit, once there is one that listens."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        machine = Machine()
        listening = {entry["inode"] for entry in machine.activity["sockets"] if entry["remote_address"] is None}
        if any(fits(p["executable"] or "") and listening & {*p["sockets"]} for p in machine.activity["processes"]):
            found = (machine.activity.get("applications") or {"found": []})["found"]
            return [entry for entry in found if fits(entry["program"].removeprefix("command:").split(" ")[0])]
    message = "the server did not come up"
    raise AssertionError(message)


@needs_root
@pytest.mark.skipif(not shutil.which("redis-server"), reason="there is no Redis here")
@pytest.mark.parametrize("names_its_configuration", [False, True])
def test_a_program_in_a_home_is_a_server_only_where_it_behaves_as_one(
    home: Path, *, names_its_configuration: bool
) -> None:
    copy = home / "redis-server"
    shutil.copy(os.path.realpath(shutil.which("redis-server") or ""), copy)
    port = str(free_port())
    (home / "own.conf").write_text(f"port {port}\nbind 127.0.0.1\nsave ''\nset-proc-title no\n", encoding="ascii")
    options = [str(home / "own.conf")] if names_its_configuration else ["--port", port, "--save", ""]

    with subprocess.Popen([copy, *options], stdout=subprocess.DEVNULL, cwd="/") as process:
        try:
            found = reading(str(copy).__eq__)
        finally:
            process.terminate()

    assert [entry["application"] for entry in found] == (["redis"] if names_its_configuration else [])


UNIT = "0::/system.slice/web.service\n"
USERS_UNIT = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/web.service\n"


@pytest.mark.parametrize(
    ("process", "names"),
    [
        (FakeProcess(70, "nginx", ("nginx",), executable="/home/x/nginx", cgroup="0::/\n"), []),
        (FakeProcess(70, "nginx", ("nginx",), executable="/memfd:x", cgroup="0::/\n"), []),
        (FakeProcess(70, "nginx", ("nginx",), executable="/home/x/nginx", cgroup=USERS_UNIT), []),
        (FakeProcess(70, "nginx", ("nginx",), executable="/home/deploy/nginx", cgroup=UNIT), ["nginx"]),
        (FakeProcess(70, "nginx", ("nginx",), executable="/opt/nginx/sbin/nginx", cgroup="0::/\n"), ["nginx"]),
        (FakeProcess(70, "x", ("/usr/sbin/nginx",), executable="/opt/x", cgroup="0::/\n"), []),
        (FakeProcess(70, "python3", ("python3",), executable="/home/x/.venv/bin/python3", cgroup="0::/\n"), ["python"]),
    ],
    ids=["home", "memory", "a person's unit", "an administrator's unit", "opt", "forged", "an interpreter"],
)
def test_where_an_executable_lies_decides(tmp_path: Path, process: FakeProcess, names: list[str]) -> None:
    system = make(tmp_path, {"proc/net/tcp": ""}, {"proc/self/ns/net": "net:[1]"})
    FakeProcess(1, "systemd", ("/sbin/init",), parent=0, executable="/usr/lib/systemd/systemd").write(tmp_path)
    process.write(tmp_path)
    activity = Machine(system).activity

    found = read_applications(system, activity, recognised(activity), (), far=())["found"]

    assert [entry["application"] for entry in found] == names
