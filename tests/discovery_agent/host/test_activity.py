"""Processes and sockets of a machine, as /proc shows them."""

import os
from pathlib import Path

import pytest

from discovery_agent.host.activity import Activity, read_activity
from discovery_agent.host.listening import Listener, Owners, listeners_of
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.mounts import Mount
from discovery_agent.host.programs import programs_of
from tests.discovery_agent.host.fake_root import KERNEL_THREAD, FakeProcess, make

TCP = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 5001 1 0000000000000000
   1: 0100007F:9C40 0100007F:1538 01 00000000:00000000 00:00000000 00000000  1000        0 5002 1 0000000000000000
   2: 0100007F:9C42 0100007F:1538 06 00000000:00000000 00:00000000 00000000     0        0 0 3 0000000000000000
"""
TCP6 = """  sl  local_address                         remote_address                        st tx_queue rx_queue tr uid
   0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 5003 1
   1: 0000000000000000FFFF00000100007F:1F91 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 5004 1
"""

SESSION = "0::/user.slice/user-1000.slice/session-1.scope\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make(
        tmp_path,
        {
            "proc/net/tcp": TCP,
            "proc/net/tcp6": TCP6,
            "proc/sys/net/ipv4/ip_local_port_range": "32768\t60999\n",
        },
        {"proc/self/ns/net": "net:[1]"},
    )
    FakeProcess(1, "systemd", ("/sbin/init",), parent=0, executable="/usr/lib/systemd/systemd").write(tmp_path)
    return tmp_path


def activity_of(root: Path, *processes: FakeProcess, mounts: list[Mount] | None = None) -> Activity:
    for process in processes:
        process.write(root)
    return read_activity(LocalSystem(str(root)), mounts or [])


def names_in(activity: Activity) -> list[str]:
    return [process["name"] for process in activity["processes"]]


def test_kernel_threads_and_zombies_are_no_processes(root: Path) -> None:
    thread = FakeProcess(2, "kthreadd", (), parent=0, flags=KERNEL_THREAD)
    zombie = FakeProcess(30, "gone", (), state="Z")

    activity = activity_of(root, thread, zombie, FakeProcess(40))

    assert names_in(activity) == ["systemd", "app"]


def test_a_process_that_vanishes_while_it_is_read_is_left_out(root: Path) -> None:
    (root / "proc" / "50").mkdir()
    FakeProcess(51).write(root)
    (root / "proc" / "51" / "cmdline").unlink()
    FakeProcess(52, "without-links").write(root)
    (root / "proc" / "52" / "exe").unlink()

    activity = activity_of(root)

    assert names_in(activity) == ["systemd", "without-links"]
    assert activity["gaps"] == []


def test_names_that_are_no_utf_8_are_kept_readable(root: Path) -> None:
    activity = activity_of(root, FakeProcess(60, b"caf\xe9", (b"/opt/caf\xe9/bin", b"na\xefve"), executable="/opt/x"))

    process = activity["processes"][1]
    assert process["name"] == "caf\N{REPLACEMENT CHARACTER}"
    assert process["arguments"] == ["/opt/caf\N{REPLACEMENT CHARACTER}/bin", "na\N{REPLACEMENT CHARACTER}ve"]


def test_a_name_with_brackets_and_blanks_confuses_nobody(root: Path) -> None:
    activity = activity_of(root, FakeProcess(61, "a) (b) R 1", terminal=1025, started=4711))

    process = activity["processes"][1]
    assert (process["name"], process["has_terminal"], process["started"]) == ("a) (b) R 1", True, 4711)


def test_an_executable_that_was_replaced_is_still_the_same_program(root: Path) -> None:
    activity = activity_of(root, FakeProcess(62, executable="/usr/sbin/nginx (deleted)"))

    assert activity["processes"][1]["executable"] == "/usr/sbin/nginx"


def test_secrets_are_masked_before_anybody_sees_them(root: Path) -> None:
    activity = activity_of(root, FakeProcess(63, arguments=("/opt/app", "--db-password", "hunter2", "--port=1")))

    assert activity["processes"][1]["arguments"] == ["/opt/app", "--db-password", "***", "--port=1"]


def test_a_user_without_a_name_is_a_number(root: Path) -> None:
    activity = activity_of(root, FakeProcess(64, uid=4_000_000))

    assert activity["processes"][1]["user"] == "4000000"


def test_sockets_are_listed_with_their_owner(root: Path) -> None:
    activity = activity_of(root, FakeProcess(70, sockets=(5001, 5002)), FakeProcess(71, "sshd", sockets=(5003,)))

    owners = Owners(activity, programs_of(activity))
    found = {listener: owners.program_of(sockets) for listener, sockets in listeners_of(activity).items()}

    assert {listener: program.name if program else None for listener, program in found.items()} == {
        Listener("0.0.0.0", 8080, "tcp"): "app",  # noqa: S104 - an address that was read, nothing is bound
        Listener("::", 22, "tcp"): "app",
        Listener("127.0.0.1", 8081, "tcp"): None,
    }
    connected = [(s["address"], s["remote_address"], s["remote_port"]) for s in activity["sockets"] if s["remote_port"]]
    assert connected == [("127.0.0.1", "127.0.0.1", 5432)]


@pytest.mark.parametrize(
    ("programs", "owner"),
    [
        ([FakeProcess(70, "app", uid=1000)], "app"),
        ([FakeProcess(70, "app", uid=1000), FakeProcess(71, "app", uid=1000, parent=70)], "app"),
        ([FakeProcess(70, "app", uid=1000), FakeProcess(72, "web", ("/opt/web",), uid=1000, cgroup="")], None),
        ([FakeProcess(70, "app", uid=1000), FakeProcess(73, "bash", ("bash",), uid=1000, cgroup=SESSION)], None),
        ([FakeProcess(70, "app", uid=0)], None),
    ],
    ids=["one program", "one with two processes", "two programs", "a login beside it", "root"],
)
def test_a_socket_whose_holder_is_not_seen_is_of_its_users_only_program(
    root: Path, programs: list[FakeProcess], owner: str | None
) -> None:
    activity = activity_of(root, *programs)

    (sockets,) = (found for listener, found in listeners_of(activity).items() if listener.port == 8080)
    program = Owners(activity, programs_of(activity)).program_of(sockets)

    assert (program.name if program else None) == owner


def test_processes_of_another_network_have_no_sockets_here_and_that_is_said(root: Path) -> None:
    inside = FakeProcess(80, "redis-server", sockets=(5001,))
    inside.write(root)
    (root / "proc" / "80" / "ns" / "net").unlink()
    (root / "proc" / "80" / "ns" / "net").symlink_to("net:[4026532001]")

    activity = activity_of(root)

    assert activity["processes"][1]["sockets"] == []
    assert "sockets in other network namespaces (containers) are not read" in activity["remarks"]


def test_hidden_processes_are_a_gap_for_everybody_but_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    for path in sorted((root / "proc" / "1").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()

    activity = activity_of(root, FakeProcess(90))

    assert len(activity["gaps"]) == 1
    assert "hidepid" in activity["gaps"][0]


def test_reading_the_same_machine_twice_says_the_same(root: Path) -> None:
    FakeProcess(70, sockets=(5001, 5002)).write(root)

    assert activity_of(root) == activity_of(root)
