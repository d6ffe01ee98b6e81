"""Processes become programs, the same over restarts."""

from dataclasses import replace
from pathlib import Path

import pytest

from discovery_agent.host.activity import read_activity
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.programs import Program, programs_of
from tests.discovery_agent.host.fake_root import FakeProcess, make

DAEMON = "0::/\n"
SESSION = "0::/user.slice/user-1000.slice/session-3.scope\n"


def programs_with(root: Path, *processes: FakeProcess) -> list[Program]:
    make(root, {"proc/net/tcp": ""}, {"proc/self/ns/net": "net:[1]"})
    init = FakeProcess(1, "systemd", ("/sbin/init",), parent=0, executable="/usr/lib/systemd/systemd", cgroup=DAEMON)
    for process in (init, *processes):
        process.write(root)
    return programs_of(read_activity(LocalSystem(str(root)), []))


def keys(programs: list[Program]) -> list[str]:
    return [program.key for program in programs]


def test_a_unit_is_one_program_with_all_its_processes(tmp_path: Path) -> None:
    cgroup = "0::/system.slice/nginx.service\n"
    master = FakeProcess(50, "nginx", ("nginx: master process",), executable="/usr/sbin/nginx", cgroup=cgroup)
    worker = replace(master, pid=51, parent=50, arguments=("nginx: worker process",), started=101)

    found = programs_with(tmp_path, master, worker)

    assert [(program.key, program.name, program.pids) for program in found] == [
        ("unit:nginx.service", "nginx", (50, 51))
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("/opt/app", "--port", "8080"), ("/opt/app", "--port", "8080")),
        (("/opt/app", "--pid", "300"), ("/opt/app", "--pid", "400")),
        (("/opt/app", "--listen=127.0.0.1:45001"), ("/opt/app", "--listen=127.0.0.1:51999")),
        (("/opt/app", "--socket", "/var/tmp/app-Xk39qz/s"), ("/opt/app", "--socket", "/var/tmp/app-p0Az7T/s")),  # noqa: S108 - arguments of others
        (("/opt/app", "--id", "a" * 64), ("/opt/app", "--id", "b" * 64)),
        (("/opt/app", "--token", "one"), ("/opt/app", "--token", "two")),
    ],
)
def test_a_restarted_daemon_is_the_same_program(
    tmp_path: Path, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    first = programs_with(tmp_path / "1", FakeProcess(300, arguments=before, executable="/opt/app", cgroup=DAEMON))
    second = programs_with(tmp_path / "2", FakeProcess(400, arguments=after, executable="/opt/app", cgroup=DAEMON))

    assert keys(first) == keys(second)
    assert len(first) == 1


def test_two_of_the_same_executable_with_other_arguments_are_two_programs(tmp_path: Path) -> None:
    one = FakeProcess(300, arguments=("/opt/app", "--config", "a.toml"), executable="/opt/app", cgroup=DAEMON)

    found = programs_with(tmp_path, one, replace(one, pid=301, arguments=("/opt/app", "--config", "b.toml")))

    assert len(found) == 2


def test_the_same_under_another_user_is_another_program(tmp_path: Path) -> None:
    one = FakeProcess(300, executable="/opt/app", cgroup=DAEMON, uid=4_000_001)

    found = programs_with(tmp_path, one, replace(one, pid=301, uid=4_000_002))

    assert len(found) == 2


def test_what_a_person_runs_in_a_terminal_is_no_program(tmp_path: Path) -> None:
    shell = FakeProcess(60, "bash", ("-bash",), executable="/usr/bin/bash", cgroup=SESSION, terminal=1025)
    editor = FakeProcess(61, "make", ("make",), parent=60, executable="/usr/bin/make", cgroup=SESSION, terminal=1025)

    assert programs_with(tmp_path, shell, editor) == []


def test_an_interpreter_is_called_by_what_it_runs(tmp_path: Path) -> None:
    arguments = ("/usr/bin/python3", "-u", "/srv/shop/shop.py", "--port", "8080")
    script = FakeProcess(70, "python3", arguments, executable="/usr/bin/python3.11", cgroup=DAEMON)
    java = FakeProcess(71, "java", ("java", "-cp", "/x.jar", "org.x.Main"), executable="/usr/bin/java", cgroup=DAEMON)

    found = programs_with(tmp_path, script, java)

    assert {program.name for program in found} == {"shop", "org.x.Main"}


def test_a_container_without_a_name_is_known_by_what_runs_in_it(tmp_path: Path) -> None:
    first = FakeProcess(80, executable="/app/server", cgroup=f"0::/system.slice/docker-{'a' * 64}.scope\n")
    second = replace(first, pid=90, cgroup=f"0::/system.slice/docker-{'b' * 64}.scope\n")

    assert keys(programs_with(tmp_path / "1", first)) == keys(programs_with(tmp_path / "2", second))


def test_wrappers_do_not_give_a_unit_its_name_and_executable(tmp_path: Path) -> None:
    cgroup = "0::/system.slice/shop.service\n"
    shell = FakeProcess(60, "sh", ("/bin/sh", "-c", "shop; sleep 1"), executable="/usr/bin/dash", cgroup=cgroup)
    shop = FakeProcess(61, "shop", ("/opt/shop",), parent=60, executable="/opt/shop", cgroup=cgroup, started=200)

    (program,) = programs_with(tmp_path, shell, shop)

    assert (program.main["pid"], program.name) == (61, "shop")


@pytest.mark.parametrize(
    ("name", "executable", "called"),
    [
        ("redis-server", "/usr/bin/redis-check-rdb", "redis-server"),
        ("redis-check-rdb", "/usr/bin/redis-check-rdb", "redis-check-rdb"),
        ("nginx", "/usr/bin/redis-check-rdb", "redis-check-rdb"),
        ("redis-server", "/opt/app/bin/app", "app"),
    ],
    ids=["one file of many names", "as the file", "a name of another application", "an unknown file"],
)
def test_a_file_of_several_names_is_called_as_it_was_started(
    tmp_path: Path, name: str, executable: str, called: str
) -> None:
    process = FakeProcess(80, name, (f"{name} *:6379",), executable=executable, cgroup=DAEMON)

    assert [program.name for program in programs_with(tmp_path, process)] == [called]
