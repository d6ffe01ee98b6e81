"""Working arguments say what a program does, and are the same at its next start."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.host.arguments import MAX_LENGTH, working_arguments
from discovery_agent.host.placement import NOWHERE, SESSION, Placement, placement_of

EPHEMERAL = [32768, 60999]


def working(*arguments: str, pids: frozenset[int] = frozenset()) -> str:
    return working_arguments(["app", *arguments], EPHEMERAL, pids)


def test_ports_and_paths_that_mean_something_are_kept() -> None:
    assert working("--port", "8080", "--config", "/etc/app.toml") == "--port 8080 --config /etc/app.toml"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--port", "45001"), "--port *"),
        (("--parent-pid", "300"), "--parent-pid *"),
        (("--pid=300",), "--pid=*"),
        (("--dir", "/run/user/1000/x-8f3a9B2c"), "--dir /run/user/*/x-*"),
        (("a" * 64,), "*"),
        (("x" * 300,), "x" * 160 + "\N{HORIZONTAL ELLIPSIS}"),
        (("two\nlines\x1b[0m",), "two lines [0m"),
    ],
)
def test_what_the_next_start_changes_is_replaced(arguments: tuple[str, ...], expected: str) -> None:
    assert working(*arguments, pids=frozenset((300,))) == expected


def test_numbers_that_are_no_process_ids_stay() -> None:
    assert working("--workers", "300", pids=frozenset((300,))) == "--workers 300"


def test_a_title_keeps_its_words_without_counters() -> None:
    title = ["sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups"]

    assert working_arguments(title, EPHEMERAL, frozenset()) == "sshd: /usr/sbin/sshd -D [listener] * of * startups"


@given(st.lists(st.text(max_size=300), max_size=30))
def test_working_arguments_are_bounded_and_in_one_line(arguments: list[str]) -> None:
    text = working(*arguments)

    assert len(text) <= MAX_LENGTH + 1
    assert text.isprintable() or not any(ord(character) < 32 for character in text)


@pytest.mark.parametrize(
    ("cgroup", "expected"),
    [
        ("0::/system.slice/nginx.service\n", Placement("unit", "nginx.service")),
        (
            "0::/system.slice/system-postgresql.slice/postgresql@15-main.service\n",
            Placement("unit", "postgresql@15-main.service"),
        ),
        (
            "12:cpu:/system.slice/x.service\n1:name=systemd:/system.slice/cron.service\n",
            Placement("unit", "cron.service"),
        ),
        (f"0::/system.slice/docker-{'a' * 64}.scope\n", Placement("container", "a" * 64)),
        (f"12:memory:/docker/{'b' * 64}\n", Placement("container", "b" * 64)),
        (f"0::/machine.slice/libpod-{'c' * 64}.scope/container\n", Placement("container", "c" * 64)),
        (
            f"0::/kubepods.slice/kubepods-burstable.slice/kubepods-podx.slice/cri-containerd-{'d' * 64}.scope\n",
            Placement("container", "d" * 64),
        ),
        ("0::/lxc.payload.web1/system.slice/nginx.service\n", Placement("container", "web1")),
        ("0::/machine.slice/systemd-nspawn@db1.service/payload\n", Placement("container", "db1")),
        ("0::/user.slice/user-1000.slice/session-3.scope\n", SESSION),
        (
            "0::/user.slice/user-1000.slice/user@1000.service/app.slice/syncthing.service\n",
            Placement("unit", "1000/syncthing.service"),
        ),
        ("0::/user.slice/user-1000.slice/user@1000.service/session.slice/pipewire.service\n", SESSION),
        ("0::/\n", NOWHERE),
        ("", NOWHERE),
    ],
)
def test_a_process_is_placed_by_its_control_group(cgroup: str, expected: Placement) -> None:
    assert placement_of(cgroup) == expected
